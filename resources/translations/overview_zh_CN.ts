<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>ChannelStrip</name>
    <message>
        <source>Well</source>
        <translation>正常</translation>
    </message>
    <message>
        <source>Resting</source>
        <translation>休息中</translation>
    </message>
    <message>
        <source>Off</source>
        <translation>已关闭</translation>
    </message>
    <message>
        <source>Switched off</source>
        <translation>已自动停用</translation>
    </message>
</context>
<context>
    <name>LatencyCard</name>
    <message>
        <source>Latency</source>
        <translation>延迟</translation>
    </message>
    <message>
        <source>First token</source>
        <translation>首个 Token</translation>
    </message>
    <message>
        <source>Whole answer</source>
        <translation>完整回答</translation>
    </message>
    <message>
        <source>Which time</source>
        <translation>哪个时间</translation>
    </message>
    <message>
        <source>Median</source>
        <translation>中位数</translation>
    </message>
    <message>
        <source>95 of 100 within</source>
        <translation>95% 不超过</translation>
    </message>
    <message>
        <source>Requests</source>
        <translation>请求</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>失败</translation>
    </message>
    <message>
        <source>Latency: {what}</source>
        <translation>延迟：{what}</translation>
    </message>
    <message>
        <source>median</source>
        <translation>中位数</translation>
    </message>
    <message>
        <source>95 %</source>
        <translation>95 %</translation>
    </message>
</context>
<context>
    <name>OverviewPage</name>
    <message>
        <source>No request has passed through yet. Point a tool at the base URL, or try one here.</source>
        <translation>还没有请求经过。把工具指向 Base URL，或在这里试一次。</translation>
    </message>
    <message>
        <source>Spend</source>
        <translation>花费</translation>
    </message>
    <message>
        <source>Requests</source>
        <translation>请求</translation>
    </message>
    <message>
        <source>Tokens</source>
        <translation>令牌</translation>
    </message>
    <message>
        <source>Success</source>
        <translation>成功率</translation>
    </message>
    <message>
        <source>Send a test request</source>
        <translation>发送测试请求</translation>
    </message>
    <message>
        <source>Tokens used</source>
        <translation>Token 用量</translation>
    </message>
    <message>
        <source>First token</source>
        <translation>首个 Token</translation>
    </message>
    <message>
        <source>Channels, last 24 hours</source>
        <translation>渠道（最近 24 小时）</translation>
    </message>
    <message>
        <source>Top spend</source>
        <translation>花费排行</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Channels</source>
        <translation>渠道</translation>
    </message>
    <message>
        <source>Rank by</source>
        <translation>排行依据</translation>
    </message>
    <message numerus="yes">
        <source>%n open now</source>
        <translation>
            <numerusform>%n 个进行中</numerusform>
        </translation>
    </message>
    <message>
        <source>{points} points</source>
        <translation>{points} 个百分点</translation>
    </message>
    <message>
        <source>There is nothing before this range to compare with.</source>
        <translation>此范围之前没有可比较的数据。</translation>
    </message>
    <message>
        <source>{figure} in the range before, {since} – {until}</source>
        <translation>之前的范围 {since} – {until}：{figure}</translation>
    </message>
    <message>
        <source>{label}: {requests} requests, {tokens} tokens</source>
        <translation>{label}：{requests} 个请求，{tokens} 个 Token</translation>
    </message>
</context>
<context>
    <name>RangeChoice</name>
    <message>
        <source>Today</source>
        <translation>今天</translation>
    </message>
    <message>
        <source>7 days</source>
        <translation>7 天</translation>
    </message>
    <message>
        <source>30 days</source>
        <translation>30 天</translation>
    </message>
    <message>
        <source>Custom</source>
        <translation>自定义</translation>
    </message>
    <message>
        <source>First day</source>
        <translation>开始日期</translation>
    </message>
    <message>
        <source>Last day</source>
        <translation>结束日期</translation>
    </message>
    <message>
        <source>Range</source>
        <translation>时间范围</translation>
    </message>
</context>
<context>
    <name>SpendCard</name>
    <message>
        <source>Spend</source>
        <translation>花费</translation>
    </message>
    <message>
        <source>Requests</source>
        <translation>请求</translation>
    </message>
    <message>
        <source>Tokens</source>
        <translation>Token 数</translation>
    </message>
    <message>
        <source>By model</source>
        <translation>按模型</translation>
    </message>
    <message>
        <source>By channel</source>
        <translation>按渠道</translation>
    </message>
    <message>
        <source>By token</source>
        <translation>按令牌</translation>
    </message>
    <message>
        <source>Measure</source>
        <translation>指标</translation>
    </message>
    <message>
        <source>Group</source>
        <translation>分组</translation>
    </message>
    <message>
        <source>Total</source>
        <translation>合计</translation>
    </message>
    <message>
        <source>Bars: {measure}, {group}</source>
        <translation>柱状图：{measure}，{group}</translation>
    </message>
    <message>
        <source>All others</source>
        <translation>其他全部</translation>
    </message>
    <message>
        <source>(none)</source>
        <translation>（无）</translation>
    </message>
</context>
</TS>
