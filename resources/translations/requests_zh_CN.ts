<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>OpenRequests</name>
    <message numerus="yes">
        <source>%n open now</source>
        <translation>
            <numerusform>%n 个进行中</numerusform>
        </translation>
    </message>
    <message>
        <source>No request is open</source>
        <translation>没有进行中的请求</translation>
    </message>
    <message numerus="yes">
        <source>+%n more</source>
        <translation>
            <numerusform>还有 %n 个</numerusform>
        </translation>
    </message>
    <message>
        <source>choosing a channel</source>
        <translation>正在选择渠道</translation>
    </message>
    <message>
        <source>waiting for {channel}</source>
        <translation>等待 {channel}</translation>
    </message>
    <message>
        <source>answering</source>
        <translation>正在回答</translation>
    </message>
</context>
<context>
    <name>RequestColumns</name>
    <message>
        <source>left</source>
        <translation>离开</translation>
    </message>
    <message>
        <source>cut</source>
        <translation>中断</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Cost</source>
        <translation>费用</translation>
    </message>
    <message>
        <source>First token</source>
        <translation>首个 Token</translation>
    </message>
    <message>
        <source>Total</source>
        <translation>总耗时</translation>
    </message>
    <message>
        <source>Token</source>
        <translation>令牌</translation>
    </message>
    <message>
        <source>Channel</source>
        <translation>渠道</translation>
    </message>
    <message>
        <source>Tokens</source>
        <translation>Token 数</translation>
    </message>
    <message>
        <source>In</source>
        <translation>输入</translation>
    </message>
    <message>
        <source>Out</source>
        <translation>输出</translation>
    </message>
    <message>
        <source>Cached</source>
        <translation>缓存</translation>
    </message>
    <message>
        <source>Reasoning</source>
        <translation>推理</translation>
    </message>
    <message>
        <source>Gateway</source>
        <translation>网关</translation>
    </message>
    <message>
        <source>Attempts</source>
        <translation>尝试次数</translation>
    </message>
    <message>
        <source>Dialect</source>
        <translation>协议</translation>
    </message>
    <message>
        <source>Request id</source>
        <translation>请求 ID</translation>
    </message>
    <message>
        <source>Error</source>
        <translation>错误</translation>
    </message>
    <message>
        <source>{prompt} in, {completion} out</source>
        <translation>输入 {prompt}，输出 {completion}</translation>
    </message>
</context>
<context>
    <name>RequestDetail</name>
    <message>
        <source>Time</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>Route</source>
        <translation>路由</translation>
    </message>
    <message>
        <source>Cost</source>
        <translation>费用</translation>
    </message>
    <message>
        <source>Tokens</source>
        <translation>Token 数</translation>
    </message>
    <message>
        <source>Request</source>
        <translation>请求</translation>
    </message>
    <message>
        <source>Translated between dialects</source>
        <translation>协议转换</translation>
    </message>
    <message>
        <source>Bodies, without keys</source>
        <translation>正文（已去除密钥）</translation>
    </message>
    <message>
        <source>Replay</source>
        <translation>重放</translation>
    </message>
    <message>
        <source>Copy as curl</source>
        <translation>复制为 curl</translation>
    </message>
    <message>
        <source>answered</source>
        <translation>已回答</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>失败</translation>
    </message>
    <message>
        <source>refused</source>
        <translation>被拒绝</translation>
    </message>
    <message>
        <source>client left</source>
        <translation>客户端离开</translation>
    </message>
    <message>
        <source>cut off</source>
        <translation>被中断</translation>
    </message>
    <message>
        <source>measured</source>
        <translation>实测</translation>
    </message>
    <message>
        <source>The upstream told how many tokens it counted.</source>
        <translation>上游报告了它统计的 Token 数。</translation>
    </message>
    <message>
        <source>estimated</source>
        <translation>估算</translation>
    </message>
    <message>
        <source>The upstream told no usage: tokens were counted here.</source>
        <translation>上游没有报告用量：Token 数由本地统计。</translation>
    </message>
    <message>
        <source>not counted</source>
        <translation>未计数</translation>
    </message>
    <message>
        <source>The request ended before anything could be counted.</source>
        <translation>请求在能够计数之前就结束了。</translation>
    </message>
    <message>
        <source>streamed</source>
        <translation>流式</translation>
    </message>
    <message numerus="yes">
        <source>%n attempts</source>
        <translation>
            <numerusform>尝试 %n 次</numerusform>
        </translation>
    </message>
    <message>
        <source>{total} in all, {first} to the first token, {overhead} spent by the gateway</source>
        <translation>总计 {total}，首个 Token {first}，网关自身耗时 {overhead}</translation>
    </message>
    <message>
        <source>not tried: {reason}</source>
        <translation>未尝试：{reason}</translation>
    </message>
    <message>
        <source>Sum</source>
        <translation>小计</translation>
    </message>
    <message>
        <source>Group ratio</source>
        <translation>分组倍率</translation>
    </message>
    <message>
        <source>Charged</source>
        <translation>实际收费</translation>
    </message>
    <message>
        <source>× {price} a second</source>
        <translation>× {price} / 秒</translation>
    </message>
    <message>
        <source>× {price} / 1M</source>
        <translation>× {price} / 100 万</translation>
    </message>
    <message>
        <source>Nothing was charged: the request ended before anything could be counted.</source>
        <translation>没有收费：请求在能够计数之前就结束了。</translation>
    </message>
    <message>
        <source>No price was known for this model, so it was recorded at $0.</source>
        <translation>此模型没有已知价格，因此按 $0 记录。</translation>
    </message>
    <message>
        <source>What was charged stands, but today&apos;s price gives another amount.</source>
        <translation>已收费用不变，但按今天的价格计算会得到另一个金额。</translation>
    </message>
    <message>
        <source>Price: {source}, {date}</source>
        <translation>价格来源：{source}，{date}</translation>
    </message>
    <message>
        <source>Price: {source}</source>
        <translation>价格来源：{source}</translation>
    </message>
    <message>
        <source>Show only these</source>
        <translation>只显示这些</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Token</source>
        <translation>令牌</translation>
    </message>
    <message>
        <source>Channel</source>
        <translation>渠道</translation>
    </message>
    <message>
        <source>Sent as</source>
        <translation>实际发送为</translation>
    </message>
    <message>
        <source>Dialect</source>
        <translation>协议</translation>
    </message>
    <message>
        <source>Client</source>
        <translation>客户端</translation>
    </message>
    <message>
        <source>Request id</source>
        <translation>请求 ID</translation>
    </message>
    <message>
        <source>Copy the request id</source>
        <translation>复制请求 ID</translation>
    </message>
    <message>
        <source>Sent</source>
        <translation>发送</translation>
    </message>
    <message>
        <source>Answered</source>
        <translation>回答</translation>
    </message>
</context>
<context>
    <name>RequestFilters</name>
    <message>
        <source>Name, error or request id</source>
        <translation>名称、错误或请求 ID</translation>
    </message>
    <message>
        <source>Any time</source>
        <translation>任意时间</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>Any status</source>
        <translation>任意状态</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>All models</source>
        <translation>全部模型</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>All tokens</source>
        <translation>全部令牌</translation>
    </message>
    <message>
        <source>Token</source>
        <translation>令牌</translation>
    </message>
    <message>
        <source>All channels</source>
        <translation>全部渠道</translation>
    </message>
    <message>
        <source>Channel</source>
        <translation>渠道</translation>
    </message>
    <message>
        <source>Today</source>
        <translation>今天</translation>
    </message>
    <message>
        <source>Last hour</source>
        <translation>最近 1 小时</translation>
    </message>
    <message>
        <source>Last 24 hours</source>
        <translation>最近 24 小时</translation>
    </message>
    <message>
        <source>Last 7 days</source>
        <translation>最近 7 天</translation>
    </message>
    <message>
        <source>Last 30 days</source>
        <translation>最近 30 天</translation>
    </message>
    <message>
        <source>Answered</source>
        <translation>已回答</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>失败</translation>
    </message>
    <message>
        <source>Refused</source>
        <translation>被拒绝</translation>
    </message>
    <message>
        <source>Client left</source>
        <translation>客户端离开</translation>
    </message>
    <message>
        <source>Cut off</source>
        <translation>被中断</translation>
    </message>
    <message>
        <source>429, too many</source>
        <translation>429，请求过多</translation>
    </message>
    <message>
        <source>4xx, the client&apos;s</source>
        <translation>4xx，客户端错误</translation>
    </message>
    <message>
        <source>5xx, the upstream&apos;s</source>
        <translation>5xx，上游错误</translation>
    </message>
</context>
<context>
    <name>RequestKinds</name>
    <message>
        <source>Input</source>
        <translation>输入</translation>
    </message>
    <message>
        <source>Cached input</source>
        <translation>缓存输入</translation>
    </message>
    <message>
        <source>Written to the cache</source>
        <translation>写入缓存</translation>
    </message>
    <message>
        <source>Audio input</source>
        <translation>音频输入</translation>
    </message>
    <message>
        <source>Image input</source>
        <translation>图像输入</translation>
    </message>
    <message>
        <source>Output</source>
        <translation>输出</translation>
    </message>
    <message>
        <source>Reasoning</source>
        <translation>推理</translation>
    </message>
    <message>
        <source>Audio output</source>
        <translation>音频输出</translation>
    </message>
    <message>
        <source>Image output</source>
        <translation>图像输出</translation>
    </message>
    <message>
        <source>Images</source>
        <translation>图像</translation>
    </message>
    <message>
        <source>Audio</source>
        <translation>音频</translation>
    </message>
    <message>
        <source>Characters</source>
        <translation>字符</translation>
    </message>
    <message>
        <source>Request</source>
        <translation>请求</translation>
    </message>
    <message>
        <source>Prompt</source>
        <translation>提示</translation>
    </message>
    <message>
        <source>of these from the cache</source>
        <translation>其中来自缓存</translation>
    </message>
    <message>
        <source>of these written to the cache</source>
        <translation>其中写入缓存</translation>
    </message>
    <message>
        <source>of these audio</source>
        <translation>其中音频</translation>
    </message>
    <message>
        <source>of these images</source>
        <translation>其中图像</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>回答</translation>
    </message>
    <message>
        <source>of these reasoning</source>
        <translation>其中推理</translation>
    </message>
    <message>
        <source>Images made</source>
        <translation>生成的图像</translation>
    </message>
    <message>
        <source>your own price</source>
        <translation>你自己的价格</translation>
    </message>
    <message>
        <source>imported from One API</source>
        <translation>从 One API 导入</translation>
    </message>
    <message>
        <source>the catalogue genai-prices</source>
        <translation>genai-prices 目录</translation>
    </message>
    <message>
        <source>built in</source>
        <translation>内置</translation>
    </message>
    <message>
        <source>{name} · {bytes} bytes · {type}</source>
        <translation>{name} · {bytes} 字节 · {type}</translation>
    </message>
    <message>
        <source>Copy this body</source>
        <translation>复制此正文</translation>
    </message>
    <message>
        <source>(no text)</source>
        <translation>（不是文本）</translation>
    </message>
</context>
<context>
    <name>RequestsPage</name>
    <message>
        <source>Live</source>
        <translation>实时</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>导出</translation>
    </message>
    <message>
        <source>Show all requests</source>
        <translation>显示全部请求</translation>
    </message>
    <message>
        <source>Requests</source>
        <translation>请求</translation>
    </message>
    <message>
        <source>Export requests</source>
        <translation>导出请求</translation>
    </message>
    <message>
        <source>Spreadsheet (*.csv)</source>
        <translation>电子表格 (*.csv)</translation>
    </message>
    <message>
        <source>JSON lines (*.jsonl)</source>
        <translation>JSON Lines (*.jsonl)</translation>
    </message>
    <message>
        <source>An export is running already.</source>
        <translation>已有导出正在进行。</translation>
    </message>
    <message>
        <source>Exporting to {file}</source>
        <translation>正在导出到 {file}</translation>
    </message>
    <message>
        <source>Exporting to {file}: {count} requests</source>
        <translation>正在导出到 {file}：{count} 个请求</translation>
    </message>
    <message numerus="yes">
        <source>%n request(s) written to {file}</source>
        <translation>
            <numerusform>已将 %n 个请求写入 {file}</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n request(s)</source>
        <translation>
            <numerusform>%n 个请求</numerusform>
        </translation>
    </message>
    <message>
        <source>about {count} requests</source>
        <translation>约 {count} 个请求</translation>
    </message>
    <message>
        <source>more than {count} requests</source>
        <translation>超过 {count} 个请求</translation>
    </message>
    <message numerus="yes">
        <source>%n new</source>
        <translation>
            <numerusform>%n 条新请求</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n new, go to the newest</source>
        <translation>
            <numerusform>%n 条新请求，跳到最新</numerusform>
        </translation>
    </message>
    <message>
        <source>No request matches these filters.</source>
        <translation>没有请求符合这些筛选条件。</translation>
    </message>
    <message>
        <source>No request has passed through yet.</source>
        <translation>还没有请求经过。</translation>
    </message>
    <message>
        <source>Copy base URL</source>
        <translation>复制 Base URL</translation>
    </message>
    <message>
        <source>Choose a request first.</source>
        <translation>请先选择一个请求。</translation>
    </message>
    <message>
        <source>The command has a sample in place of the body, which was not kept whole.</source>
        <translation>正文没有完整保留，命令中用示例代替。</translation>
    </message>
    <message>
        <source>The export was cancelled; nothing was written.</source>
        <translation>导出已取消，没有写入任何内容。</translation>
    </message>
</context>
<context>
    <name>Waterfall</name>
    <message>
        <source>Where the time went</source>
        <translation>时间去向</translation>
    </message>
    <message>
        <source>Gateway</source>
        <translation>网关</translation>
    </message>
    <message>
        <source>Failed: {channel}</source>
        <translation>失败：{channel}</translation>
    </message>
    <message>
        <source>First byte</source>
        <translation>首字节</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>回答</translation>
    </message>
    <message>
        <source>Stream</source>
        <translation>流</translation>
    </message>
    <message>
        <source>Settling</source>
        <translation>结算</translation>
    </message>
</context>
</TS>
