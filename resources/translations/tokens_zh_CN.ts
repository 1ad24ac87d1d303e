<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>KeyRow</name>
    <message>
        <source>Key</source>
        <translation>密钥</translation>
    </message>
    <message>
        <source>Show or hide the key</source>
        <translation>显示或隐藏密钥</translation>
    </message>
    <message>
        <source>Copy the key</source>
        <translation>复制密钥</translation>
    </message>
</context>
<context>
    <name>ModelNames</name>
    <message>
        <source>All models</source>
        <translation>全部模型</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Choose among the models of your channels</source>
        <translation>从你的渠道的模型中选择</translation>
    </message>
</context>
<context>
    <name>ShareCard</name>
    <message>
        <source>Share on LAN</source>
        <translation>在局域网共享</translation>
    </message>
    <message>
        <source>QR code with the gateway&apos;s address and the key</source>
        <translation>包含网关地址和密钥的二维码</translation>
    </message>
    <message>
        <source>Whoever scans this can spend what the token may spend. It works in your local network.</source>
        <translation>扫描此码的人可以花费该令牌的额度。仅在你的局域网内可用。</translation>
    </message>
    <message>
        <source>Base URL</source>
        <translation>基础 URL</translation>
    </message>
    <message>
        <source>Copy the base URL</source>
        <translation>复制基础 URL</translation>
    </message>
    <message>
        <source>Copy as picture</source>
        <translation>复制为图片</translation>
    </message>
    <message>
        <source>The QR code is on the clipboard.</source>
        <translation>二维码已复制到剪贴板。</translation>
    </message>
</context>
<context>
    <name>TokenColumns</name>
    <message>
        <source>off</source>
        <translation>已停用</translation>
    </message>
    <message>
        <source>expired</source>
        <translation>已过期</translation>
    </message>
    <message>
        <source>spent</source>
        <translation>已用完</translation>
    </message>
    <message>
        <source>active</source>
        <translation>有效</translation>
    </message>
    <message>
        <source>never</source>
        <translation>永不</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>密钥</translation>
    </message>
    <message>
        <source>Spent / budget</source>
        <translation>已用 / 预算</translation>
    </message>
    <message>
        <source>Expires</source>
        <translation>到期</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Networks</source>
        <translation>网络</translation>
    </message>
    <message>
        <source>any</source>
        <translation>任意</translation>
    </message>
    <message>
        <source>Per minute</source>
        <translation>每分钟</translation>
    </message>
    <message>
        <source>Last used</source>
        <translation>最近使用</translation>
    </message>
    <message>
        <source>Issued</source>
        <translation>签发于</translation>
    </message>
    <message>
        <source>all</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>{count} requests</source>
        <translation>{count} 次请求</translation>
    </message>
    <message>
        <source>{count} tokens</source>
        <translation>{count} 个 token</translation>
    </message>
    <message>
        <source>no limit</source>
        <translation>不限</translation>
    </message>
</context>
<context>
    <name>TokenForm</name>
    <message>
        <source>never</source>
        <translation>永不</translation>
    </message>
    <message>
        <source>in a day</source>
        <translation>一天后</translation>
    </message>
    <message>
        <source>in a week</source>
        <translation>一周后</translation>
    </message>
    <message>
        <source>in 30 days</source>
        <translation>30 天后</translation>
    </message>
    <message>
        <source>in a year</source>
        <translation>一年后</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>The tool, person or device it is for.</source>
        <translation>给哪个工具、人或设备使用。</translation>
    </message>
    <message>
        <source>Budget in US dollars</source>
        <translation>预算（美元）</translation>
    </message>
    <message>
        <source>No limit in total</source>
        <translation>总额不限</translation>
    </message>
    <message>
        <source>In total</source>
        <translation>总计</translation>
    </message>
    <message>
        <source>Per day</source>
        <translation>每天</translation>
    </message>
    <message>
        <source>Per week, from Monday</source>
        <translation>每周（从周一起）</translation>
    </message>
    <message>
        <source>Per month</source>
        <translation>每月</translation>
    </message>
    <message>
        <source>Limits</source>
        <translation>限制</translation>
    </message>
    <message>
        <source>Expires</source>
        <translation>到期</translation>
    </message>
    <message>
        <source>Or a span such as 12h, or a date such as 2027-01-31 18:00.</source>
        <translation>也可填写时长（如 12h）或日期（如 2027-01-31 18:00）。</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Networks</source>
        <translation>网络</translation>
    </message>
    <message>
        <source>Addresses it may be used from; empty is any.</source>
        <translation>允许使用的地址；留空为任意。</translation>
    </message>
    <message>
        <source>Requests per minute</source>
        <translation>每分钟请求数</translation>
    </message>
    <message>
        <source>Tokens per minute</source>
        <translation>每分钟 token 数</translation>
    </message>
    <message>
        <source>no limit</source>
        <translation>不限</translation>
    </message>
</context>
<context>
    <name>TokenPanel</name>
    <message>
        <source>The token is issued. Copy its key into the tool that will use it.</source>
        <translation>令牌已签发。请把密钥复制到要使用它的工具中。</translation>
    </message>
    <message>
        <source>Revoke</source>
        <translation>吊销</translation>
    </message>
    <message>
        <source>Make the token useless for ever (Delete in the table)</source>
        <translation>使令牌永久失效（在表格中按 Delete）</translation>
    </message>
    <message>
        <source>Issue a token</source>
        <translation>签发令牌</translation>
    </message>
    <message>
        <source>Issue</source>
        <translation>签发</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>返回</translation>
    </message>
    <message>
        <source>Share card</source>
        <translation>共享卡片</translation>
    </message>
</context>
<context>
    <name>TokensPage</name>
    <message>
        <source>Issue a token</source>
        <translation>签发令牌</translation>
    </message>
    <message>
        <source>Search tokens</source>
        <translation>搜索令牌</translation>
    </message>
    <message>
        <source>Tokens</source>
        <translation>令牌</translation>
    </message>
    <message>
        <source>There is no token yet: issue one for each tool or person.</source>
        <translation>还没有令牌：请为每个工具或每个人签发一个。</translation>
    </message>
    <message>
        <source>{name} is switched on.</source>
        <translation>{name} 已启用。</translation>
    </message>
    <message>
        <source>{name} is switched off.</source>
        <translation>{name} 已停用。</translation>
    </message>
    <message>
        <source>{name} is revoked.</source>
        <translation>{name} 已吊销。</translation>
    </message>
    <message numerus="yes">
        <source>%n token(s) are revoked.</source>
        <translation>
            <numerusform>已吊销 %n 个令牌。</numerusform>
        </translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>编辑</translation>
    </message>
    <message>
        <source>Copy the key</source>
        <translation>复制密钥</translation>
    </message>
    <message>
        <source>Share card</source>
        <translation>共享卡片</translation>
    </message>
    <message>
        <source>Show its requests</source>
        <translation>查看它的请求</translation>
    </message>
    <message>
        <source>Try it in the Playground</source>
        <translation>在试验场中试用</translation>
    </message>
    <message>
        <source>Switch off</source>
        <translation>停用</translation>
    </message>
    <message>
        <source>Switch on</source>
        <translation>启用</translation>
    </message>
    <message>
        <source>Revoke</source>
        <translation>吊销</translation>
    </message>
</context>
</TS>
