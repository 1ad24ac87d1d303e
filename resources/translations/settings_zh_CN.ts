<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>BackupCard</name>
    <message>
        <source>Backups</source>
        <translation>备份</translation>
    </message>
    <message>
        <source>A backup is the whole database: channels, tokens, settings, requests. The keys of upstreams are kept elsewhere; take them along with an export.</source>
        <translation>备份是整个数据库：渠道、令牌、设置、请求。上游密钥保存在别处，请通过导出一并带走。</translation>
    </message>
    <message>
        <source>Back up now</source>
        <translation>立即备份</translation>
    </message>
    <message>
        <source>Back up to a file…</source>
        <translation>备份到文件…</translation>
    </message>
    <message>
        <source>Restore from a file…</source>
        <translation>从文件恢复…</translation>
    </message>
    <message>
        <source>Restore</source>
        <translation>恢复</translation>
    </message>
    <message>
        <source>Copying the database</source>
        <translation>正在复制数据库</translation>
    </message>
    <message>
        <source>The gateway stops for a moment, {file} takes the database&apos;s place, and the gateway starts again. The present database is kept beside it.</source>
        <translation>网关会短暂停止，{file} 取代数据库，然后网关重新启动。现有数据库会保留在旁边。</translation>
    </message>
    <message>
        <source>Restoring {file}</source>
        <translation>正在恢复 {file}</translation>
    </message>
    <message>
        <source>Backed up to {file}, {size}</source>
        <translation>已备份到 {file}，{size}</translation>
    </message>
    <message>
        <source>{file} is restored.</source>
        <translation>已恢复 {file}。</translation>
    </message>
    <message>
        <source>Back up to a file</source>
        <translation>备份到文件</translation>
    </message>
    <message>
        <source>Databases (*.db)</source>
        <translation>数据库 (*.db)</translation>
    </message>
    <message>
        <source>Restore from a file</source>
        <translation>从文件恢复</translation>
    </message>
    <message>
        <source>There is no backup yet.</source>
        <translation>还没有备份。</translation>
    </message>
    <message>
        <source>Restore the backup of {time}</source>
        <translation>恢复 {time} 的备份</translation>
    </message>
</context>
<context>
    <name>DiagnosticsCard</name>
    <message>
        <source>Diagnostics</source>
        <translation>诊断</translation>
    </message>
    <message>
        <source>The bundle is a zip file with versions, settings, checks, kinds of faults and the log&apos;s end. It holds no key, no prompt, no answer.</source>
        <translation>诊断包是一个 zip 文件，含版本、设置、检查结果、故障类别和日志末尾。其中没有密钥、提示词或回答。</translation>
    </message>
    <message>
        <source>Check everything</source>
        <translation>全面检查</translation>
    </message>
    <message>
        <source>Save a bundle…</source>
        <translation>保存诊断包…</translation>
    </message>
    <message>
        <source>Checking everything</source>
        <translation>正在全面检查</translation>
    </message>
    <message>
        <source>Wrote {file}</source>
        <translation>已写入 {file}</translation>
    </message>
    <message>
        <source>Collecting</source>
        <translation>正在收集</translation>
    </message>
    <message>
        <source>fine</source>
        <translation>正常</translation>
    </message>
    <message>
        <source>broken</source>
        <translation>故障</translation>
    </message>
    <message>
        <source>attention</source>
        <translation>注意</translation>
    </message>
    <message>
        <source>Save a diagnostics bundle</source>
        <translation>保存诊断包</translation>
    </message>
    <message>
        <source>Zip files (*.zip)</source>
        <translation>Zip 文件 (*.zip)</translation>
    </message>
</context>
<context>
    <name>LibrariesCard</name>
    <message>
        <source>Libraries and their licences</source>
        <translation>程序库及其许可证</translation>
    </message>
    <message>
        <source>Library</source>
        <translation>程序库</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>版本</translation>
    </message>
    <message>
        <source>Licence</source>
        <translation>许可证</translation>
    </message>
    <message>
        <source>This library came without a licence file.</source>
        <translation>此程序库没有附带许可证文件。</translation>
    </message>
</context>
<context>
    <name>Setting</name>
    <message>
        <source>Address</source>
        <translation>监听地址</translation>
    </message>
    <message>
        <source>Port</source>
        <translation>端口</translation>
    </message>
    <message>
        <source>Share on the local network</source>
        <translation>在局域网共享</translation>
    </message>
    <message>
        <source>Interface to share on</source>
        <translation>共享所用接口</translation>
    </message>
    <message>
        <source>Announce by mDNS</source>
        <translation>通过 mDNS 通告</translation>
    </message>
    <message>
        <source>Further host names</source>
        <translation>其他主机名</translation>
    </message>
    <message>
        <source>Web origins</source>
        <translation>网页来源</translation>
    </message>
    <message>
        <source>Trusted reverse proxies</source>
        <translation>受信任的反向代理</translation>
    </message>
    <message>
        <source>HTTPS certificate</source>
        <translation>HTTPS 证书</translation>
    </message>
    <message>
        <source>HTTPS private key</source>
        <translation>HTTPS 私钥</translation>
    </message>
    <message>
        <source>Largest request</source>
        <translation>请求上限</translation>
    </message>
    <message>
        <source>Wait when stopping</source>
        <translation>停止时等待</translation>
    </message>
    <message>
        <source>Without a window</source>
        <translation>无窗口</translation>
    </message>
    <message>
        <source>Connect timeout</source>
        <translation>连接超时</translation>
    </message>
    <message>
        <source>First byte timeout</source>
        <translation>首字节超时</translation>
    </message>
    <message>
        <source>Silence inside an answer</source>
        <translation>回答中的静默</translation>
    </message>
    <message>
        <source>Whole call timeout</source>
        <translation>整次调用超时</translation>
    </message>
    <message>
        <source>Proxy</source>
        <translation>代理</translation>
    </message>
    <message>
        <source>Largest answer</source>
        <translation>回答上限</translation>
    </message>
    <message>
        <source>Largest event of a stream</source>
        <translation>流中单个事件上限</translation>
    </message>
    <message>
        <source>Fetch from private networks</source>
        <translation>从私有网络获取</translation>
    </message>
    <message>
        <source>Largest fetched file</source>
        <translation>获取文件上限</translation>
    </message>
    <message>
        <source>Fetch timeout</source>
        <translation>获取超时</translation>
    </message>
    <message>
        <source>Strict conversion</source>
        <translation>严格转换</translation>
    </message>
    <message>
        <source>Always ask for usage</source>
        <translation>始终要求用量</translation>
    </message>
    <message>
        <source>Further channels to try</source>
        <translation>可再尝试的渠道数</translation>
    </message>
    <message>
        <source>Statuses worth another channel</source>
        <translation>值得换渠道的状态码</translation>
    </message>
    <message>
        <source>Retry deadline</source>
        <translation>重试期限</translation>
    </message>
    <message>
        <source>Rest after 429</source>
        <translation>429 后的休息</translation>
    </message>
    <message>
        <source>Longest rest</source>
        <translation>最长休息</translation>
    </message>
    <message>
        <source>Faults that open the breaker</source>
        <translation>触发熔断的故障数</translation>
    </message>
    <message>
        <source>Breaker pause</source>
        <translation>熔断暂停</translation>
    </message>
    <message>
        <source>Switch off faulty channels</source>
        <translation>关闭故障渠道</translation>
    </message>
    <message>
        <source>Switch on recovered channels</source>
        <translation>恢复后重新启用</translation>
    </message>
    <message>
        <source>Slowest passing test</source>
        <translation>测试最长用时</translation>
    </message>
    <message>
        <source>Test channels every</source>
        <translation>渠道测试间隔</translation>
    </message>
    <message>
        <source>Refresh balances every</source>
        <translation>余额刷新间隔</translation>
    </message>
    <message>
        <source>Pause between channels</source>
        <translation>渠道之间的停顿</translation>
    </message>
    <message>
        <source>Test prompt</source>
        <translation>测试提示词</translation>
    </message>
    <message>
        <source>Watch success rates</source>
        <translation>监控成功率</translation>
    </message>
    <message>
        <source>Results looked at</source>
        <translation>统计的结果数</translation>
    </message>
    <message>
        <source>Lowest success rate</source>
        <translation>最低成功率</translation>
    </message>
    <message>
        <source>Time zone</source>
        <translation>时区</translation>
    </message>
    <message>
        <source>Models without a price</source>
        <translation>没有价格的模型</translation>
    </message>
    <message>
        <source>Reserved output</source>
        <translation>预留输出</translation>
    </message>
    <message>
        <source>Estimate tokens</source>
        <translation>估算 token</translation>
    </message>
    <message>
        <source>Keep requests</source>
        <translation>保留请求</translation>
    </message>
    <message>
        <source>Keep Responses answers</source>
        <translation>保留 Responses 回答</translation>
    </message>
    <message>
        <source>Space for Responses answers</source>
        <translation>Responses 回答占用空间</translation>
    </message>
    <message>
        <source>Keep bodies</source>
        <translation>保留正文</translation>
    </message>
    <message>
        <source>Bodies of other devices</source>
        <translation>其他设备的正文</translation>
    </message>
    <message>
        <source>Most of one body</source>
        <translation>单个正文上限</translation>
    </message>
    <message>
        <source>Forget bodies after</source>
        <translation>正文遗忘期限</translation>
    </message>
    <message>
        <source>Space for bodies</source>
        <translation>正文占用空间</translation>
    </message>
    <message>
        <source>Back up every</source>
        <translation>备份间隔</translation>
    </message>
    <message>
        <source>Backups kept</source>
        <translation>保留的备份数</translation>
    </message>
    <message>
        <source>Data directory</source>
        <translation>数据目录</translation>
    </message>
    <message>
        <source>Database file</source>
        <translation>数据库文件</translation>
    </message>
    <message>
        <source>Wait for database locks</source>
        <translation>等待数据库锁</translation>
    </message>
    <message>
        <source>Where keys are kept</source>
        <translation>密钥保存位置</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>语言</translation>
    </message>
    <message>
        <source>Appearance</source>
        <translation>外观</translation>
    </message>
    <message>
        <source>Start at login</source>
        <translation>登录时启动</translation>
    </message>
    <message>
        <source>Close to the tray</source>
        <translation>关闭到托盘</translation>
    </message>
    <message>
        <source>Channels</source>
        <translation>渠道</translation>
    </message>
    <message>
        <source>Budgets</source>
        <translation>预算</translation>
    </message>
    <message>
        <source>New devices</source>
        <translation>新设备</translation>
    </message>
    <message>
        <source>Gateway</source>
        <translation>网关</translation>
    </message>
    <message>
        <source>Verbose log</source>
        <translation>详细日志</translation>
    </message>
    <message>
        <source>Log SQL</source>
        <translation>记录 SQL</translation>
    </message>
    <message>
        <source>Log directory</source>
        <translation>日志目录</translation>
    </message>
    <message>
        <source>One log file</source>
        <translation>单一日志文件</translation>
    </message>
    <message>
        <source>First token&apos;s key</source>
        <translation>首个令牌的密钥</translation>
    </message>
    <message>
        <source>Tokenizer files</source>
        <translation>分词器文件</translation>
    </message>
    <message>
        <source>Address to listen on; anything but loopback shares the gateway.</source>
        <translation>监听的地址；非回环地址意味着共享网关。</translation>
    </message>
    <message>
        <source>Port to listen on; 0 takes a free one.</source>
        <translation>监听的端口；0 表示任选一个空闲端口。</translation>
    </message>
    <message>
        <source>Listen on the addresses of the local network, too, so that other devices can use issued tokens.</source>
        <translation>同时监听局域网地址，让其他设备可以使用签发的令牌。</translation>
    </message>
    <message>
        <source>Share on this interface or address only (see &apos;lan status&apos;); empty is every private address.</source>
        <translation>仅在此接口或地址上共享（见 &apos;lan status&apos;）；留空表示所有私有地址。</translation>
    </message>
    <message>
        <source>Announce the shared gateway by mDNS, so that devices find it by name.</source>
        <translation>通过 mDNS 通告已共享的网关，让设备可以按名称找到它。</translation>
    </message>
    <message>
        <source>Further Host names a browser may reach the gateway by; loopback names and the machine&apos;s own addresses are always allowed.</source>
        <translation>浏览器可用来访问网关的其他 Host 名称；回环名称和本机地址始终允许。</translation>
    </message>
    <message>
        <source>Web origins that may call the relay from a browser (CORS); * for all.</source>
        <translation>可以从浏览器调用中继的网页来源（CORS）；* 表示全部。</translation>
    </message>
    <message>
        <source>Addresses or CIDR blocks of reverse proxies whose X-Forwarded-For is believed.</source>
        <translation>其 X-Forwarded-For 可信的反向代理的地址或 CIDR 网段。</translation>
    </message>
    <message>
        <source>Certificate chain file (PEM) to serve HTTPS with.</source>
        <translation>用于提供 HTTPS 的证书链文件（PEM）。</translation>
    </message>
    <message>
        <source>Private key file (PEM) belonging to tls_cert.</source>
        <translation>与 tls_cert 对应的私钥文件（PEM）。</translation>
    </message>
    <message>
        <source>Largest request body, unpacked.</source>
        <translation>解压后请求正文的上限。</translation>
    </message>
    <message>
        <source>How long stopping waits for open requests before it cuts them.</source>
        <translation>停止时最多等待未完成请求多久，然后切断。</translation>
    </message>
    <message>
        <source>Never open a window, even with a display.</source>
        <translation>即使有显示器也不打开窗口。</translation>
    </message>
    <message>
        <source>Time to connect to an upstream.</source>
        <translation>连接上游的时限。</translation>
    </message>
    <message>
        <source>Time until an upstream&apos;s answer begins.</source>
        <translation>上游开始回答的时限。</translation>
    </message>
    <message>
        <source>Longest silence inside an answer; reasoning models pause for minutes.</source>
        <translation>回答过程中允许的最长静默；推理模型会停顿数分钟。</translation>
    </message>
    <message>
        <source>Limit for one whole upstream call including its stream; 0 is none.</source>
        <translation>一次上游调用（含其流）的总时限；0 表示不限。</translation>
    </message>
    <message>
        <source>Proxy for upstream calls (http, https, socks5); a channel&apos;s own proxy wins. Empty: the usual HTTPS_PROXY and NO_PROXY variables.</source>
        <translation>上游调用的代理（http、https、socks5）；渠道自己的代理优先。留空：使用通常的 HTTPS_PROXY 和 NO_PROXY 变量。</translation>
    </message>
    <message>
        <source>Largest answer held in memory (answers that are not streamed).</source>
        <translation>保存在内存中的回答（非流式）的上限。</translation>
    </message>
    <message>
        <source>Largest single event inside a stream.</source>
        <translation>流中单个事件的上限。</translation>
    </message>
    <message>
        <source>Fetch images and files that requests point at from private networks, too.</source>
        <translation>请求中指向私有网络的图片和文件也会获取。</translation>
    </message>
    <message>
        <source>Largest image or file fetched for an upstream that takes bytes only.</source>
        <translation>为只接受字节的上游获取的图片或文件的上限。</translation>
    </message>
    <message>
        <source>Time to fetch one such image or file.</source>
        <translation>获取一个这样的图片或文件的时限。</translation>
    </message>
    <message>
        <source>Refuse a request whose meaning an upstream&apos;s wire format cannot carry, instead of noting it.</source>
        <translation>若上游的线路格式无法表达请求的含义，则拒绝请求，而不只是注明。</translation>
    </message>
    <message>
        <source>Ask streaming upstreams to report usage; the extra chunk is hidden from clients that did not ask.</source>
        <translation>要求流式上游报告用量；未要求的客户端看不到多出的数据块。</translation>
    </message>
    <message>
        <source>Further channels to try after a failure before the first byte.</source>
        <translation>首字节之前失败后，还可尝试的渠道数。</translation>
    </message>
    <message>
        <source>Upstream statuses worth another channel; 400, 413 and 422 are the client&apos;s own fault.</source>
        <translation>值得换一个渠道的上游状态码；400、413 和 422 是客户端自己的错误。</translation>
    </message>
    <message>
        <source>No further attempt begins after this time.</source>
        <translation>超过此时间后不再开始新的尝试。</translation>
    </message>
    <message>
        <source>Rest for a channel that answered 429 without Retry-After.</source>
        <translation>渠道返回 429 且没有 Retry-After 时的休息时间。</translation>
    </message>
    <message>
        <source>Longest rest an upstream&apos;s Retry-After may ask for.</source>
        <translation>上游的 Retry-After 最多可要求的休息时间。</translation>
    </message>
    <message>
        <source>Consecutive upstream faults that open a channel&apos;s circuit breaker.</source>
        <translation>连续多少次上游故障会打开渠道的熔断器。</translation>
    </message>
    <message>
        <source>How long an open breaker waits before a probe; doubles up to ten times this while probes fail.</source>
        <translation>打开的熔断器等待多久再探测；探测失败时加倍，最多到十倍。</translation>
    </message>
    <message>
        <source>Switch a channel off after a definite fault of its key or account.</source>
        <translation>密钥或账户出现确定故障后关闭渠道。</translation>
    </message>
    <message>
        <source>Switch an automatically disabled channel on again when its test passes.</source>
        <translation>自动关闭的渠道测试通过后重新启用。</translation>
    </message>
    <message>
        <source>A channel whose test takes longer is disabled; 0 is no limit.</source>
        <translation>测试用时超过此值的渠道会被停用；0 表示不限。</translation>
    </message>
    <message>
        <source>Test every channel this often; 0 is never.</source>
        <translation>每隔这么久测试所有渠道；0 表示从不。</translation>
    </message>
    <message>
        <source>Refresh balances this often; 0 is never.</source>
        <translation>每隔这么久刷新余额；0 表示从不。</translation>
    </message>
    <message>
        <source>Pause between channels while testing all or refreshing balances.</source>
        <translation>测试全部渠道或刷新余额时，渠道之间的停顿。</translation>
    </message>
    <message>
        <source>What a channel test asks.</source>
        <translation>渠道测试时提的问题。</translation>
    </message>
    <message>
        <source>Disable a channel whose recent success rate falls below the threshold.</source>
        <translation>近期成功率低于阈值的渠道会被停用。</translation>
    </message>
    <message>
        <source>How many recent results the success rate looks at.</source>
        <translation>成功率统计最近多少个结果。</translation>
    </message>
    <message>
        <source>Lowest success rate of a healthy channel.</source>
        <translation>健康渠道的最低成功率。</translation>
    </message>
    <message>
        <source>Time zone of day, week and month budgets and charts; empty is the system&apos;s.</source>
        <translation>日、周、月预算和图表所用的时区；留空为系统时区。</translation>
    </message>
    <message>
        <source>Whether a model without a price may be called by tokens with a budget; it is recorded at $0 and flagged.</source>
        <translation>有预算的令牌能否调用没有价格的模型；按 $0 记录并加标记。</translation>
    </message>
    <message>
        <source>Output tokens reserved when a request names no maximum.</source>
        <translation>请求未指定上限时预留的输出 token 数。</translation>
    </message>
    <message>
        <source>Estimate tokens from the text&apos;s length instead of a tokenizer.</source>
        <translation>按文本长度估算 token，而不使用分词器。</translation>
    </message>
    <message>
        <source>Delete request rows older than this nightly; totals are kept. 0 keeps all.</source>
        <translation>每晚删除早于此天数的请求行；合计保留。0 表示全部保留。</translation>
    </message>
    <message>
        <source>Keep answers of the Responses API this long, so that previous_response_id works at every provider; 0 keeps none.</source>
        <translation>将 Responses API 的回答保留这么久，使 previous_response_id 在每个供应商都可用；0 表示不保留。</translation>
    </message>
    <message>
        <source>Most space kept answers of the Responses API may take; the oldest go first.</source>
        <translation>保留的 Responses API 回答最多占用的空间；最旧的先删除。</translation>
    </message>
    <message>
        <source>Keep the bodies of requests and answers, sealed and without keys: of none, of failed ones, of all.</source>
        <translation>保留请求和回答的正文（加密且不含密钥）：不保留、仅失败的、全部。</translation>
    </message>
    <message>
        <source>Keep bodies of other devices&apos; requests, too.</source>
        <translation>也保留其他设备的请求正文。</translation>
    </message>
    <message>
        <source>Most of one body that is kept.</source>
        <translation>单个正文最多保留的部分。</translation>
    </message>
    <message>
        <source>Bodies are forgotten after this time.</source>
        <translation>正文在此时间后被遗忘。</translation>
    </message>
    <message>
        <source>Most space kept bodies may take; the oldest go first.</source>
        <translation>保留的正文最多占用的空间；最旧的先删除。</translation>
    </message>
    <message>
        <source>Automatic backup this often; 0 is never.</source>
        <translation>每隔这么久自动备份；0 表示从不。</translation>
    </message>
    <message>
        <source>Automatic backups kept.</source>
        <translation>保留的自动备份数。</translation>
    </message>
    <message>
        <source>Directory of the database and its companions; empty is the platform&apos;s usual place.</source>
        <translation>数据库及其附属文件的目录；留空为平台的惯常位置。</translation>
    </message>
    <message>
        <source>Database file, when it must lie outside the data directory.</source>
        <translation>必须放在数据目录之外时的数据库文件。</translation>
    </message>
    <message>
        <source>How long to wait for another process&apos;s lock on the database.</source>
        <translation>等待其他进程释放数据库锁的时间。</translation>
    </message>
    <message>
        <source>Where upstream keys are kept: the system&apos;s keyring, a sealed file, or the first that works.</source>
        <translation>上游密钥的保存位置：系统密钥环、加密文件，或首个可用者。</translation>
    </message>
    <message>
        <source>Language of the window: that of the system, or one of English, Chinese and Japanese.</source>
        <translation>窗口的语言：跟随系统，或英语、中文、日语之一。</translation>
    </message>
    <message>
        <source>Light or dark, or as the system has it.</source>
        <translation>浅色或深色，或跟随系统。</translation>
    </message>
    <message>
        <source>Start with the desktop session, without opening the window.</source>
        <translation>随桌面会话启动，不打开窗口。</translation>
    </message>
    <message>
        <source>Closing the window leaves the gateway serving in the tray; otherwise it quits.</source>
        <translation>关闭窗口后网关继续在托盘中服务；否则退出。</translation>
    </message>
    <message>
        <source>Notify when a channel is switched off after a fault, and when it is well again.</source>
        <translation>渠道因故障关闭以及恢复正常时通知。</translation>
    </message>
    <message>
        <source>Notify when a token has spent 80 % and all of its budget.</source>
        <translation>令牌用掉 80 % 和全部预算时通知。</translation>
    </message>
    <message>
        <source>Notify when a new device on the LAN uses the gateway.</source>
        <translation>局域网中有新设备使用网关时通知。</translation>
    </message>
    <message>
        <source>Notify when the gateway cannot serve.</source>
        <translation>网关无法服务时通知。</translation>
    </message>
    <message>
        <source>Verbose log. Never contains keys or request bodies.</source>
        <translation>详细日志。绝不包含密钥或请求正文。</translation>
    </message>
    <message>
        <source>Also log SQL statements.</source>
        <translation>同时记录 SQL 语句。</translation>
    </message>
    <message>
        <source>Directory of log files; empty writes none.</source>
        <translation>日志文件的目录；留空则不写。</translation>
    </message>
    <message>
        <source>Name the file oneapi.log instead of oneapi-YYYYMMDD.log.</source>
        <translation>文件名用 oneapi.log，而不是 oneapi-YYYYMMDD.log。</translation>
    </message>
    <message>
        <source>Key of the first token, made at the first start.</source>
        <translation>首次启动时创建的第一个令牌的密钥。</translation>
    </message>
    <message>
        <source>Directory of tokenizer files, looked at before the bundled ones.</source>
        <translation>分词器文件的目录，优先于内置文件。</translation>
    </message>
</context>
<context>
    <name>SettingCard</name>
    <message>
        <source>Other</source>
        <translation>其他</translation>
    </message>
    <message>
        <source>Window</source>
        <translation>窗口</translation>
    </message>
    <message>
        <source>Start and end</source>
        <translation>启动与关闭</translation>
    </message>
    <message>
        <source>Notifications</source>
        <translation>通知</translation>
    </message>
    <message>
        <source>Listening</source>
        <translation>监听</translation>
    </message>
    <message>
        <source>Local network</source>
        <translation>局域网</translation>
    </message>
    <message>
        <source>Calls to upstreams</source>
        <translation>上游调用</translation>
    </message>
    <message>
        <source>Retries</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>Health of channels</source>
        <translation>渠道健康</translation>
    </message>
    <message>
        <source>Tests and balances</source>
        <translation>测试与余额</translation>
    </message>
    <message>
        <source>Budgets</source>
        <translation>预算</translation>
    </message>
    <message>
        <source>Counting tokens</source>
        <translation>token 计数</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>密钥</translation>
    </message>
    <message>
        <source>Bodies of requests and answers</source>
        <translation>请求与回答的正文</translation>
    </message>
    <message>
        <source>How long things are kept</source>
        <translation>保留期限</translation>
    </message>
    <message>
        <source>Who may reach what</source>
        <translation>访问范围</translation>
    </message>
    <message>
        <source>Automatic backups</source>
        <translation>自动备份</translation>
    </message>
    <message>
        <source>Where data lies</source>
        <translation>数据位置</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>日志</translation>
    </message>
</context>
<context>
    <name>SettingChoice</name>
    <message>
        <source>As the system</source>
        <translation>跟随系统</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>浅色</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>深色</translation>
    </message>
    <message>
        <source>Allow</source>
        <translation>允许</translation>
    </message>
    <message>
        <source>Refuse</source>
        <translation>拒绝</translation>
    </message>
    <message>
        <source>None</source>
        <translation>不保留</translation>
    </message>
    <message>
        <source>Failed ones</source>
        <translation>仅失败的</translation>
    </message>
    <message>
        <source>All</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>Automatic</source>
        <translation>自动</translation>
    </message>
    <message>
        <source>System keyring</source>
        <translation>系统密钥环</translation>
    </message>
    <message>
        <source>Sealed file</source>
        <translation>加密文件</translation>
    </message>
</context>
<context>
    <name>SettingRow</name>
    <message>
        <source>Back to the default: {value}</source>
        <translation>恢复默认：{value}</translation>
    </message>
    <message>
        <source>Write a whole number from {low} to {high}.</source>
        <translation>请输入 {low} 到 {high} 的整数。</translation>
    </message>
    <message>
        <source>Write a number from {low} to {high}.</source>
        <translation>请输入 {low} 到 {high} 的数字。</translation>
    </message>
    <message>
        <source>on</source>
        <translation>开</translation>
    </message>
    <message>
        <source>off</source>
        <translation>关</translation>
    </message>
    <message>
        <source>as delivered</source>
        <translation>出厂设置</translation>
    </message>
    <message>
        <source>empty</source>
        <translation>空</translation>
    </message>
    <message>
        <source>set, not shown</source>
        <translation>已设置，不显示</translation>
    </message>
    <message>
        <source>not set</source>
        <translation>未设置</translation>
    </message>
    <message>
        <source>Set by the variable {names} of this run.</source>
        <translation>由本次运行的变量 {names} 设定。</translation>
    </message>
    <message>
        <source>Set on the command line of this run.</source>
        <translation>由本次运行的命令行设定。</translation>
    </message>
    <message>
        <source>Decided at the start by the variable {names}.</source>
        <translation>启动时由变量 {names} 决定。</translation>
    </message>
    <message>
        <source>Counts when the gateway is started again.</source>
        <translation>网关重新启动后生效。</translation>
    </message>
</context>
<context>
    <name>SettingSection</name>
    <message>
        <source>General</source>
        <translation>常规</translation>
    </message>
    <message>
        <source>Gateway</source>
        <translation>网关</translation>
    </message>
    <message>
        <source>Money</source>
        <translation>费用</translation>
    </message>
    <message>
        <source>Privacy &amp; security</source>
        <translation>隐私与安全</translation>
    </message>
    <message>
        <source>Data</source>
        <translation>数据</translation>
    </message>
    <message>
        <source>About</source>
        <translation>关于</translation>
    </message>
</context>
<context>
    <name>SettingUnit</name>
    <message>
        <source>s</source>
        <translation>秒</translation>
    </message>
    <message>
        <source>min</source>
        <translation>分钟</translation>
    </message>
    <message>
        <source>h</source>
        <translation>小时</translation>
    </message>
    <message>
        <source>ms</source>
        <translation>毫秒</translation>
    </message>
    <message>
        <source>days</source>
        <translation>天</translation>
    </message>
    <message>
        <source>tokens</source>
        <translation>token</translation>
    </message>
    <message>
        <source>MiB</source>
        <translation>MiB</translation>
    </message>
    <message>
        <source>KiB</source>
        <translation>KiB</translation>
    </message>
</context>
<context>
    <name>SettingsPage</name>
    <message>
        <source>Search settings</source>
        <translation>搜索设置</translation>
    </message>
    <message>
        <source>Sections</source>
        <translation>分区</translation>
    </message>
    <message>
        <source>Restart the gateway</source>
        <translation>重新启动网关</translation>
    </message>
    <message>
        <source>No setting matches.</source>
        <translation>没有匹配的设置。</translation>
    </message>
    <message>
        <source>Show all settings</source>
        <translation>显示全部设置</translation>
    </message>
    <message>
        <source>{setting} is changed.</source>
        <translation>已更改 {setting}。</translation>
    </message>
    <message>
        <source>{setting} has its default again.</source>
        <translation>{setting} 已恢复默认。</translation>
    </message>
    <message>
        <source>Changed, and in force once the gateway is started again: {settings}</source>
        <translation>已更改，网关重新启动后生效：{settings}</translation>
    </message>
    <message>
        <source>The gateway serves {address}</source>
        <translation>网关正在服务 {address}</translation>
    </message>
</context>
<context>
    <name>TransferCard</name>
    <message>
        <source>Channels and tokens as a file</source>
        <translation>渠道和令牌文件</translation>
    </message>
    <message>
        <source>To take them to another machine, or to keep them with their keys in a safe place.</source>
        <translation>用于带到另一台机器，或连同密钥保存在安全的地方。</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>导出…</translation>
    </message>
    <message>
        <source>Import…</source>
        <translation>导入…</translation>
    </message>
    <message>
        <source>With keys, sealed with a passphrase</source>
        <translation>包含密钥，用口令加密</translation>
    </message>
    <message>
        <source>Without them the keys of upstreams must be typed again; tokens get new keys.</source>
        <translation>不含密钥时，上游密钥需重新输入，令牌会得到新密钥。</translation>
    </message>
    <message>
        <source>Passphrase</source>
        <translation>口令</translation>
    </message>
    <message>
        <source>Nobody can open it without.</source>
        <translation>没有口令谁也打不开。</translation>
    </message>
    <message>
        <source>Passphrase once more</source>
        <translation>再次输入口令</translation>
    </message>
    <message>
        <source>Choose the file…</source>
        <translation>选择文件…</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Names that exist already</source>
        <translation>已存在的名称</translation>
    </message>
    <message>
        <source>The one it was exported with.</source>
        <translation>导出时使用的口令。</translation>
    </message>
    <message>
        <source>Import</source>
        <translation>导入</translation>
    </message>
    <message>
        <source>Wrote {file} (channels: {channels}, tokens: {tokens})</source>
        <translation>已写入 {file}（渠道：{channels}，令牌：{tokens}）</translation>
    </message>
    <message>
        <source>In {file}: channels: {channels}, tokens: {tokens}</source>
        <translation>{file} 中：渠道 {channels}，令牌 {tokens}</translation>
    </message>
    <message>
        <source>Writing {file}</source>
        <translation>正在写入 {file}</translation>
    </message>
    <message>
        <source>The two differ; type the same passphrase twice.</source>
        <translation>两次不一致；请输入两次相同的口令。</translation>
    </message>
    <message>
        <source>Write a passphrase.</source>
        <translation>请输入口令。</translation>
    </message>
    <message>
        <source>Export channels and tokens</source>
        <translation>导出渠道和令牌</translation>
    </message>
    <message>
        <source>JSON files (*.json)</source>
        <translation>JSON 文件 (*.json)</translation>
    </message>
    <message>
        <source>Reading {file}</source>
        <translation>正在读取 {file}</translation>
    </message>
    <message>
        <source>Imported: {added} added, {replaced} replaced, {skipped} left as they were</source>
        <translation>已导入：新增 {added}，替换 {replaced}，保持不变 {skipped}</translation>
    </message>
    <message>
        <source>Checking {file}</source>
        <translation>正在检查 {file}</translation>
    </message>
    <message>
        <source>Import channels and tokens</source>
        <translation>导入渠道和令牌</translation>
    </message>
    <message>
        <source>Import nothing</source>
        <translation>什么都不导入</translation>
    </message>
    <message>
        <source>Leave as they are</source>
        <translation>保持不变</translation>
    </message>
    <message>
        <source>Replace</source>
        <translation>替换</translation>
    </message>
    <message>
        <source>Cancelled; nothing was changed.</source>
        <translation>已取消，没有任何更改。</translation>
    </message>
</context>
<context>
    <name>VaultCard</name>
    <message>
        <source>Vault</source>
        <translation>密钥库</translation>
    </message>
    <message>
        <source>open, with a remark</source>
        <translation>已打开，有提示</translation>
    </message>
    <message>
        <source>open</source>
        <translation>已打开</translation>
    </message>
    <message>
        <source>Keys of upstreams are kept in: {name}. Neither the database nor a backup holds them.</source>
        <translation>上游密钥保存在：{name}。数据库和备份中都没有。</translation>
    </message>
    <message>
        <source>not open</source>
        <translation>未打开</translation>
    </message>
</context>
<context>
    <name>VersionCard</name>
    <message>
        <source>Copy the versions</source>
        <translation>复制版本信息</translation>
    </message>
    <message>
        <source>A gateway to language models for one desk. Free software under the MIT licence.</source>
        <translation>一张桌面上的大语言模型网关。MIT 许可证下的自由软件。</translation>
    </message>
    <message>
        <source>Data directory</source>
        <translation>数据目录</translation>
    </message>
</context>
</TS>
