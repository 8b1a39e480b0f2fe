"""Sentences retold by hand in other words, true to the article or not, in its language and across."""
# ruff: noqa: E501  (tables of words read better unbroken)

FAITHFUL = [
    ("en_company", "p1.1", "Sensor maker Brightwell has agreed to buy its rival Corda in a share deal worth $4.2 billion."),
    ("en_company", "p2.1 p2.2", "Corda's owners will get 0.62 of a Brightwell share for each of theirs, a premium of 28% on Tuesday's close."),
    ("en_company", "p3.1", "Brightwell shares dropped 6.3% in early trading. Corda's jumped 21%."),
    ("en_company", "p5.1", "Together the two would have yearly sales of $7.9 billion and about 21,000 staff."),
    ("en_council", "p1.1", "By 31 votes to 24, the city council in Lorne decided on Wednesday to shut three branch libraries."),
    ("en_council", "p3.1", "Before the vote, more than 200 people protested outside the town hall."),
    ("en_council", "p9.1 p9.2", "Campaigners say they will go to court unless the council consults fully. The council denies the consultation was unlawful."),
    ("en_court", "p2.1 p3.1", "Gerald Voss, who is 52, was sentenced to four years and two months in prison for stealing $1.3 million."),
    ("en_court", "p8.1 p8.2", "So far about $410,000 has been recovered; a hearing is set for 30 April."),
    ("en_flood", "p1.1", "About 2,100 homes in the Ashby valley lost power in the storm, and 340 people had to leave, officials said."),
    ("en_flood", "p8.1", "The Wren Valley railway line will stay closed, and is not expected to open again before Thursday."),
    ("en_flood", "p9.1", "Crews have carried out 61 rescues, according to deputy fire chief Owen Pratt."),
    ("en_science", "p2.1 p2.2", "Each hectare stores an estimated 2.9 tonnes of carbon a year, nearly twice the 1.5 tonnes that models had suggested."),
    ("en_science", "p5.2", "Just 3 percent of the seeds survived their first winter."),
    ("en_sport", "p1.1 p1.2", "Abeba Lindqvist ran the 5,000 metres in 14 minutes 31.8 seconds. The old record, 14:38.2, dated from 2007."),
    ("en_obituary", "p1.1 p1.2", "The novelist Clara Venn has died at her home at the age of 88, her family said."),
    ("zh_company", "p1.1", "远澜科技公布的半年报显示，上半年营业收入127.4亿元，同比下降4.6%，净利润9.3亿元，下降31%。"),
    ("zh_company", "p1.2", "公司表示，年底前将裁减不超过800个岗位，约占员工总数的百分之五。"),
    ("zh_company", "p6.1", "28日，公司股价下跌7.9%，收于18.42元。"),
    ("zh_council", "p2.1", "副局长江峰介绍，全市电动自行车已有186万辆，去年充电引发火灾73起。"),
    ("zh_council", "p1.2", "草案拟禁止飞线充电和入户停放，违者最高罚款1000元。"),
    ("zh_court", "p1.1", "二审判决认定默认勾选无效，平台要退还348元，并赔偿1044元。"),
    ("zh_economy", "p1.1", "今年前三季度，澜江省生产总值达到3.82万亿元，同比增长百分之五点四。"),
    ("zh_economy", "p2.2", "新能源汽车产量从21.5万辆增加到43.8万辆，翻了一番。"),
    ("zh_obituary", "p1.1", "江州皮影戏代表性传承人万德顺，5月15日在江州病逝，享年91岁。"),
    ("zh_science", "p5.1", "测试显示，在零下60摄氏度循环500次，容量只下降了6.4%。"),
    ("zh_science", "p8.1", "孟庆河说，团队计划明年初开展外场试验，商业化至少还要三到五年。"),
    ("zh_sport", "p1.1", "海陵女篮以89比86战胜江州队，总比分3比2，夺得全国女篮联赛冠军。"),
    ("zh_weather", "p3.1", "到3日10时，全市转移居民4260人，关闭景区17处。"),
    ("zh_weather", "p8.1", "市应急管理局说，目前没有人员伤亡，网传“白石河大堤决口”不属实。"),
]  # fmt: skip

ABROAD = [  # (article, its sentence, language of the retelling, what is said)
    ("zh_company", "p1.1", "en", "Revenue fell 4.6 percent to 12.74 billion yuan, and net profit fell 31 percent to 930 million yuan."),
    ("zh_company", "p1.2", "en", "The company says it will cut no more than 800 jobs, about 5 percent of its staff."),
    ("zh_weather", "p3.1", "en", "By 10 a.m. on November 3, 4,260 residents had been moved and 17 scenic areas closed."),
    ("zh_economy", "p1.1", "en", "The province's output grew 5.4 percent to 3.82 trillion yuan in the first three quarters of this year."),
    ("zh_sport", "p2.1 p2.2", "en", "Shen Jianing scored 34 points."),
    ("en_flood", "p1.1", "zh", "风暴使约2100户停电，340人撤离。"),
    ("en_company", "p2.1 p2.2", "zh", "每股换0.62股，较周二收盘价溢价百分之二十八。"),
    ("en_council", "p1.1", "zh", "市议会周三以31比24表决，预算缺口为860万美元。"),
    ("en_economy", "p1.1", "zh", "9月失业率从4.4%降到4.1%。"),
]  # fmt: skip

WRONG_ABROAD = [
    ("zh_company", "p1.1", "en", "Revenue fell 4.6 percent to 127.4 billion yuan."),
    ("zh_company", "p1.2", "en", "The company will cut at least 800 jobs."),
    ("zh_weather", "p3.1", "en", "By 10 a.m. on November 5, 4,260 residents had been moved."),
    ("zh_sport", "p2.1 p2.2", "en", "Shen Jiaming scored seven points in overtime."),
    ("zh_council", "p4.1", "en", "“Punishing first is pushing the duty onto residents,” she said."),
    ("en_flood", "p1.1", "zh", "风暴使2100户停电，3400人撤离。"),
    ("en_council", "p1.1", "zh", "预算缺口为8.6亿美元。"),
    ("en_economy", "p1.1", "zh", "9月失业率降了4.1个百分点。"),
]  # fmt: skip
