"""Units and currencies as they are written, and how they are said in Chinese and in English."""

import re

# written: (Chinese, English singular, English plural)
UNITS: dict[str, tuple[str, str, str]] = {
    "km/h": ("公里每小时", "kilometre per hour", "kilometres per hour"),
    "km/s": ("公里每秒", "kilometre per second", "kilometres per second"),
    "m/s": ("米每秒", "metre per second", "metres per second"),
    "mph": ("英里每小时", "mile per hour", "miles per hour"),
    "mm/h": ("毫米每小时", "millimetre per hour", "millimetres per hour"),
    "μg/m³": ("微克每立方米", "microgram per cubic metre", "micrograms per cubic metre"),
    "mg/L": ("毫克每升", "milligram per litre", "milligrams per litre"),
    "km²": ("平方公里", "square kilometre", "square kilometres"),
    "m²": ("平方米", "square metre", "square metres"),
    "m³": ("立方米", "cubic metre", "cubic metres"),
    "hm²": ("公顷", "hectare", "hectares"),
    "ha": ("公顷", "hectare", "hectares"),
    "km": ("公里", "kilometre", "kilometres"),
    "cm": ("厘米", "centimetre", "centimetres"),
    "mm": ("毫米", "millimetre", "millimetres"),
    "μm": ("微米", "micrometre", "micrometres"),
    "nm": ("纳米", "nanometre", "nanometres"),
    "m": ("米", "metre", "metres"),
    "kg": ("公斤", "kilogram", "kilograms"),
    "mg": ("毫克", "milligram", "milligrams"),
    "μg": ("微克", "microgram", "micrograms"),
    "g": ("克", "gram", "grams"),
    "t": ("吨", "tonne", "tonnes"),
    "lb": ("磅", "pound", "pounds"),
    "ft": ("英尺", "foot", "feet"),
    "mL": ("毫升", "millilitre", "millilitres"),
    "L": ("升", "litre", "litres"),
    "℃": ("摄氏度", "degree Celsius", "degrees Celsius"),
    "℉": ("华氏度", "degree Fahrenheit", "degrees Fahrenheit"),
    "°": ("度", "degree", "degrees"),
    "%": ("百分之", "percent", "percent"),
    "‰": ("千分之", "per mille", "per mille"),
    "kWh": ("千瓦时", "kilowatt hour", "kilowatt hours"),
    "MWh": ("兆瓦时", "megawatt hour", "megawatt hours"),
    "GWh": ("吉瓦时", "gigawatt hour", "gigawatt hours"),
    "TWh": ("太瓦时", "terawatt hour", "terawatt hours"),
    "mAh": ("毫安时", "milliamp hour", "milliamp hours"),
    "W": ("瓦", "watt", "watts"),
    "kW": ("千瓦", "kilowatt", "kilowatts"),
    "MW": ("兆瓦", "megawatt", "megawatts"),
    "GW": ("吉瓦", "gigawatt", "gigawatts"),
    "V": ("伏", "volt", "volts"),
    "kV": ("千伏", "kilovolt", "kilovolts"),
    "Hz": ("赫兹", "hertz", "hertz"),
    "kHz": ("千赫", "kilohertz", "kilohertz"),
    "MHz": ("兆赫", "megahertz", "megahertz"),
    "GHz": ("吉赫", "gigahertz", "gigahertz"),
    "dB": ("分贝", "decibel", "decibels"),
    "hPa": ("百帕", "hectopascal", "hectopascals"),
    "MPa": ("兆帕", "megapascal", "megapascals"),
    "mmHg": ("毫米汞柱", "millimetre of mercury", "millimetres of mercury"),
    "kcal": ("千卡", "kilocalorie", "kilocalories"),
    "kB": ("千字节", "kilobyte", "kilobytes"),
    "MB": ("兆字节", "megabyte", "megabytes"),
    "GB": ("吉字节", "gigabyte", "gigabytes"),
    "TB": ("太字节", "terabyte", "terabytes"),
    "ms": ("毫秒", "millisecond", "milliseconds"),
    "min": ("分钟", "minute", "minutes"),
    "h": ("小时", "hour", "hours"),
    "s": ("秒", "second", "seconds"),
}
SPELLINGS = {
    "°C": "℃", "ºC": "℃", "°F": "℉", "KM": "km", "Km": "km", "KG": "kg", "Kg": "kg", "㎡": "m²", "km2": "km²",
    "m2": "m²", "m3": "m³", "㎞": "km", "㎏": "kg", "㎜": "mm", "㎝": "cm", "ml": "mL", "µg": "μg", "ug": "μg",
    "um": "μm", "µm": "μm", "µg/m³": "μg/m³", "μg/m3": "μg/m³", "mg/l": "mg/L", "kwh": "kWh", "KW": "kW", "kph": "km/h",
    "㎞/h": "km/h", "㎥": "m³", "lbs": "lb", "KWh": "kWh", "kmh": "km/h",
}  # fmt: skip
UNIT = "|".join(re.escape(unit) for unit in sorted((*UNITS, *SPELLINGS), key=len, reverse=True))
AFTER_FIGURE = rf"(?:\s?(?P<unit>{UNIT})(?![A-Za-z0-9²³/]))"

# written: (Chinese, English singular, English plural)
MONEY: dict[str, tuple[str, str, str]] = {
    "¥": ("元", "yuan", "yuan"),
    "￥": ("元", "yuan", "yuan"),
    "RMB": ("元", "yuan", "yuan"),
    "CNY": ("元", "yuan", "yuan"),
    "$": ("美元", "dollar", "dollars"),
    "US$": ("美元", "U S dollar", "U S dollars"),
    "USD": ("美元", "U S dollar", "U S dollars"),
    "HK$": ("港元", "Hong Kong dollar", "Hong Kong dollars"),
    "NT$": ("新台币", "New Taiwan dollar", "New Taiwan dollars"),
    "A$": ("澳元", "Australian dollar", "Australian dollars"),
    "C$": ("加元", "Canadian dollar", "Canadian dollars"),
    "€": ("欧元", "euro", "euros"),
    "EUR": ("欧元", "euro", "euros"),
    "£": ("英镑", "pound", "pounds"),
    "₩": ("韩元", "won", "won"),
    "₽": ("卢布", "rouble", "roubles"),
    "₹": ("卢比", "rupee", "rupees"),
}
CURRENCY = "|".join(re.escape(sign) for sign in sorted(MONEY, key=len, reverse=True))


def unit_of(written: str) -> tuple[str, str, str]:
    """How a unit is said."""
    return UNITS[SPELLINGS.get(written, written)]


HANZI_UNITS = (
    "平方公里|平方千米|平方米|立方米|公里|千米|厘米|毫米|微克|毫克|千克|公斤|毫升|千瓦时|小时|分钟|人次|美元|米|克|吨|升|元|次|"
    "人|秒|时|分|天|日|月|年|斤|亩|度|辆|架|件"
)
