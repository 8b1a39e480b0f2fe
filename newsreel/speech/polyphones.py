"""Polyphones the dictionary misreads, in news above all: phrases, and surnames read otherwise than the word."""

# A phrase settles the characters inside it; the longest one at a place wins, and a later one overrides an earlier one.
# A digit is the tone; "·" leaves a character to the dictionary.
PHRASES = """
还款 huan2 ·|还贷 huan2 ·|还清 huan2 ·|还债 huan2 ·|还给 huan2 ·|还钱 huan2 ·|还书 huan2 ·
还本 huan2 ·|退还 · huan2|偿还 · huan2|归还 · huan2|返还 · huan2|交还 · huan2|行代码 hang2 · ·
行字 hang2 ·|行诗 hang2 ·|行业 hang2 ·|央行 · hang2|总行 · hang2|投行 · hang2|招行 · hang2
行情 hang2 ·|行长 hang2 zhang3|同行业 · hang2 ·|各行各业 · hang2 · ·|两行 · hang2|三行 · hang2
着火 zhao2 ·|着急 zhao2 ·|着陆 zhuo2 ·|着力 zhuo2 ·|着手 zhuo2 ·|着眼 zhuo2 ·|着重 zhuo2 ·
沿着 · zhe5|随着 · zhe5|有着 · zhe5|意味着 · · zhe5|地方 · fang5|大夫 dai4 fu5|朋友 · you5|消息 · xi5
关系 · xi5|东西 · xi5|时候 · hou5|我们 · men5|人们 · men5|他们 · men5|她们 · men5|它们 · men5
你们 · men5|咱们 · men5|部分 · fen4|便宜 pian2 yi5|角色 jue2 ·|主角 · jue2|配角 · jue2|角逐 jue2 ·
号角 · jiao3|长三角 chang2 · jiao3|珠三角 · · jiao3|增长 · zhang3|生长 · zhang3|长势 zhang3 ·
市长 · zhang3|省长 · zhang3|部长 · zhang3|县长 · zhang3|局长 · zhang3|校长 · zhang3|会长 · zhang3
处长 · zhang3|院长 · zhang3|科长 · zhang3|厅长 · zhang3|州长 · zhang3|镇长 · zhang3|村长 · zhang3
乡长 · zhang3|区长 · zhang3|董事长 · · zhang3|秘书长 · · zhang3|家长 · zhang3|队长 · zhang3
船长 · zhang3|机长 · zhang3|站长 · zhang3|所长 · zhang3|司长 · zhang3|署长 · zhang3|长大 zhang3 ·
长高 zhang3 ·|长江 chang2 ·|长城 chang2 ·|全长 · chang2|最长 · chang2|时长 · chang2|延长 · chang2
特长 · chang2|专长 · chang2|最重 · zhong4|重达 zhong4 ·|净重 · zhong4|体重 · zhong4|重量 zhong4 ·
重启 chong2 ·|重建 chong2 ·|重返 chong2 ·|重组 chong2 ·|重新 chong2 ·|重修 chong2 ·|重现 chong2 ·
重开 chong2 ·|重申 chong2 ·|重逢 chong2 ·|三重 · chong2|双重 · chong2|多重 · chong2|重阳 chong2 ·
调研 diao4 ·|调查 diao4 ·|调动 diao4 ·|调水 diao4 ·|调度 diao4 ·|下调 · tiao2|上调 · tiao2
微调 · tiao2|调控 tiao2 ·|调价 tiao2 ·|调休 tiao2 ·|供应 gong1 ying4|供电 gong1 ·|供暖 gong1 ·
供水 gong1 ·|供需 gong1 ·|应急 ying4 ·|应届 ying1 ·|反应 · ying4|响应 · ying4|对应 · ying4
降水 jiang4 ·|降雨 jiang4 ·|分子 · zi3|量产 liang4 ·|测量 · liang2|藏族 zang4 ·|西藏 · zang4
宝藏 · zang4|都市 du1 ·|首都 · du1|成都 · du1|都江堰 du1 · ·|参差 cen1 ci1|差额 cha1 ·|温差 · cha1
误差 · cha1|出差 · chai1|给予 ji3 yu3|供给 · ji3|给水 ji3 ·|率先 shuai4 ·|统率 · shuai4|概率 · lv4
汇率 · lv4|利率 · lv4|朝着 chao2 zhe5|传记 zhuan4 ·|自传 · zhuan4|弹药 dan4 ·|炸弹 · dan4
弹道 dan4 ·|载人 zai4 ·|载客 zai4 ·|搭载 · zai4|运载 · zai4|下载 · zai4|记载 · zai3|转载 zhuan3 zai3
装载 · zai4|连载 · zai3|千载 · zai3|血液 xue4 ·|强降雨 qiang2 jiang4 ·|勉强 · qiang3|数十 shu4 ·
数百 shu4 ·|数千 shu4 ·|数万 shu4 ·|数亿 shu4 ·|发丝 fa4 ·|理发 · fa4|头发 · fa4|创伤 chuang1 ·
重创 zhong4 chuang1|处于 chu3 ·|处罚 chu3 ·|处置 chu3 ·|处分 chu3 ·|查处 · chu3|地处 · chu3
冠军 guan4 ·|夺冠 · guan4|新冠 · guan1|皇冠 · guan1|看守 kan1 ·|看护 kan1 ·|模样 mu2 ·|泊位 bo2 ·
停泊 · bo2|湖泊 · po1|血泊 · po1|薄弱 bo2 ·|种植 zhong4 ·|种子 · zi5|孩子 · zi5|儿子 · zi5|妻子 · zi5
房子 · zi5|车子 · zi5|例子 · zi5|样子 · zi5|日子 · zi5|电子 · zi3|量子 · zi3|原子 · zi3|转发 zhuan3 ·
转子 zhuan4 ·|自转 · zhuan4|公转 · zhuan4|运转 · zhuan3|旋转 · zhuan3|好转 · zhuan3|尽快 jin3 ·
尽早 jin3 ·|尽可能 jin3 · ·|六安 lu4 ·|亳州 bo2 ·|蚌埠 beng4 bu4|乐清 yue4 ·|台州 tai1 ·|丽水 li2 ·
东阿 · e1|番禺 pan1 ·|铅山 yan2 ·|洪洞 · tong2|长子县 zhang3 · ·|涡阳 guo1 ·|单县 shan4 ·|尉犁 yu4 ·
黄陂 · pi2|浙江 zhe4 ·|华山 hua4 ·|吐蕃 · bo1|大都 · du1|高丽 · li2|可汗 ke4 han2|般若 bo1 re3
曝光 bao4 ·|粘贴 zhan1 ·|下载量 · zai4 ·|为一 wei2 ·|为二 wei2 ·|为三 wei2 ·|为四 wei2 ·|为五 wei2 ·
为六 wei2 ·|为七 wei2 ·|为八 wei2 ·|为九 wei2 ·|为十 wei2 ·|为百分 wei2 · ·|为零 wei2 ·|为两 wei2 ·
为约 wei2 ·|为负 wei2 ·|最为 · wei2|更为 · wei2|成为 · wei2|称为 · wei2|认为 · wei2|作为 · wei2
行为 · wei2|均为 · wei2|分为 · wei2|改为 · wei2|升为 · wei2|列为 · wei2|视为 · wei2|较为 · wei2
颇为 · wei2|降为 · wei2|转为 · wei2|变为 · wei2|定为 · wei2|评为 · wei2|誉为 · wei2|命名为 · · wei2
华为 · wei2|为期 wei2 ·|为首 wei2 ·|为主 wei2 ·|为例 wei2 ·|为止 wei2 ·|为准 wei2 ·|为由 wei2 ·
为了 wei4 le5|因为 · wei4|还为 hai2 wei4|觉得 · de5|使得 · de5|显得 · de5|记得 · de5|懂得 · de5
变得 · de5|不断地 · · de5|积极地 · · de5|有效地 · · de5|迅速地 · · de5|更好地 · · de5|逐步地 · · de5
差不多 cha4 · ·|兴起 xing1 ·|空缺 kong4 ·|空地 kong4 ·|宁可 ning4 ·|落下 luo4 ·|丢三落四 · · la4 ·
屏气 bing3 ·|屏息 bing3 ·|轧钢 zha2 ·|晕船 yun4 ·|晕车 yun4 ·|说服 shuo1 ·|游说 · shui4|奇数 ji1 ·
几率 ji1 ·|几乎 ji1 ·|茶几 · ji1|给力 gei3 ·|行为 xing2 wei2|行人 xing2 ·|行动 xing2 ·|行政 xing2 ·
行驶 xing2 ·|行使 xing2 ·|行程 xing2 ·|行走 xing2 ·|行径 xing2 ·|行星 xing2 ·|东西部 · xi1 ·
东西方 · xi1 ·|农业银行 · · · hang2|商业银行 · · · hang2
"""

# They count after a title, or in the name of somebody known: inside other words the characters are read as ever.
SURNAMES = {
    "单": "shan4", "仇": "qiu2", "解": "xie4", "曾": "zeng1", "任": "ren2", "华": "hua4", "查": "zha1", "朴": "piao2",
    "宁": "ning4", "翟": "zhai2", "缪": "miao4", "纪": "ji3", "卜": "bu3", "冼": "xian3", "覃": "qin2",
    "尉迟": "yu4 chi2", "万俟": "mo4 qi2", "令狐": "ling2 hu2",
}  # fmt: skip
# What follows the character where it is no surname.
NOT_NAMED = {
    "单": "位县独一个纯方身元价项据日月季向车打板行亲双只次人品线色体数词曲",
    "仇": "恨人视敌家杀怨",
    "解": "决释除放读答说散开救体封禁码析剖脱围聘约套渴冻雇密锁",
    "曾": "经在任是有被为与多因对获于就向一以称表两到从和三担参把几问说去赴采报见",
    "任": "务何命期职免教意由用性内满时凭选聘人上一重劳",
    "华": "人为夏侨北东南中西语丽盛商裔府尔沙工能电润晨灯发纳",
    "查": "处看询明出获找封验清实办禁阅干号扣证资摆缴",
    "朴": "素实",
    "宁": "波夏静可愿德海远安都津乡国强",
    "纪": "念录律委检元要实年行事",
}
TITLES = (
    "市长|省长|部长|县长|局长|院长|校长|会长|主任|书记|主席|总理|教授|记者|医生|专家|经理|总裁|选手|演员|导演|作家|律师|"
    "院士|博士|队长|总监|负责人|研究员|工程师|发言人|创始人|董事长|教练|歌手|民警|警官|居民|村民|学者"
)
PERSONS = tuple(
    "单雄信 单田芳 单霁翔 仇和 仇英 解缙 解晓东 解振华 曾国藩 曾庆红 曾培炎 曾志伟 曾巩 曾毓群 任正非 任弼时 任志强 "
    "任泽平 任继愈 华罗庚 华佗 华国锋 查良镛 朴槿惠 朴智星 朴正熙 宁浩 纪晓岚 纪昀 翟志刚".split()
)
