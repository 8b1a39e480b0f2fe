"""Units by what they measure, so that one amount can be told from another however it is written."""

from fractions import Fraction

_TABLE = """
length 1/1000 毫米 mm millimetre millimetres millimeter millimeters
length 1/100 厘米 公分 cm centimetre centimetres centimeter centimeters
length 1 米 metre metres meter meters
length 1000 公里 千米 km kilometre kilometres kilometer kilometers
length 1852 海里
length 1609344/1000 英里 mile miles
length 3048/10000 英尺 foot feet ft
length 254/10000 英寸 inch inches
area 1 平方米 square_metres square_meters square_metre sq_m
area 1000000 平方公里 平方千米 square_kilometres square_kilometers sq_km
area 10000 公顷 hectare hectares
area 10000/15 亩 mu
area 40468564224/10000000 英亩 acre acres
mass 1/1000000 毫克 mg milligram milligrams
mass 1/1000 克 gram grams g
mass 1 公斤 千克 kilogram kilograms kg kilo kilos
mass 1000 吨 tonne tonnes
mass 90718474/100000 ton tons
volume 1/1000 毫升 ml
volume 1 升 litre litres liter liters
volume 1000 立方米 cubic_metres cubic_meters
temperature 1 摄氏度 ℃ °c degrees_celsius celsius
fahrenheit 1 华氏度 °f degrees_fahrenheit fahrenheit
degree 1 度 degree degrees °
second 1 秒 秒钟 second seconds sec secs
second 60 分钟 minute minutes min mins
second 3600 小时 个小时 hour hours hr hrs
second 86400 天 day days
second 604800 周 星期 个星期 week weeks
month 1 个月 month months
month 12 年 周年 year years
month 120 decade decades
month 1200 世纪 century centuries
energy 1 千瓦时 kwh kilowatt-hours kilowatt_hours
energy 1/1000 瓦时 wh
power 1 瓦 watt watts
power 1000 千瓦 kw kilowatt kilowatts
power 1000000 兆瓦 mw megawatt megawatts
power 1000000000 gw gigawatt gigawatts
speed 1 公里/小时 千米/小时 km/h kph
speed 1609344/1000000 mph
speed 36/10 米/秒
speed 36/10000 毫米/小时
share 1/100 % percent per_cent
points 1 个百分点 百分点 percentage_point percentage_points
times 1 倍 times fold
money:cny 1 元 人民币 块钱 yuan renminbi rmb
money:usd 1 美元 $ us$ dollar dollars
money:usd 1/100 美分 cent cents
money:eur 1 欧元 € euro euros
money:gbp 1 英镑 £
money:jpy 1 日元 yen
money:hkd 1 港元 港币 hk$
kelvin 1 开尔文 kelvin
age 1 岁
"""
UNITS: dict[str, tuple[str, Fraction]] = {}
for _line in _TABLE.split("\n"):
    if _line:
        _kind, _factor, *_names = _line.split()
        for _name in _names:
            UNITS[_name.replace("_", " ")] = (_kind, Fraction(_factor))

SIGNS = {"$": "money:usd", "US$": "money:usd", "€": "money:eur", "£": "money:gbp", "¥": "money:cny", "￥": "money:cny"}
ZH = sorted((name for name in UNITS if not name.isascii()), key=len, reverse=True)
EN = sorted((name for name in UNITS if name.isascii() or name[0] == "°"), key=len, reverse=True)


def alike(one: str, other: str) -> bool:
    """Whether two kinds measure the same; plain degrees may be of either scale, an age is told as a plain number."""
    return one == other or {one, other} in (
        {"degree", "temperature"},
        {"degree", "fahrenheit"},
        {"age", "count"},
        {"age", "month"},
    )
