<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>Command</name>
    <message>
        <source>Find anything</source>
        <translation>查找任何内容</translation>
    </message>
    <message>
        <source>Open the window</source>
        <translation>打开窗口</translation>
    </message>
    <message>
        <source>Close the window</source>
        <translation>关闭窗口</translation>
    </message>
    <message>
        <source>Show all shortcuts</source>
        <translation>显示所有快捷键</translation>
    </message>
    <message>
        <source>First steps</source>
        <translation>入门</translation>
    </message>
    <message>
        <source>Copy base URL</source>
        <translation>复制 Base URL</translation>
    </message>
    <message>
        <source>Pause the gateway</source>
        <translation>暂停网关</translation>
    </message>
    <message>
        <source>Resume the gateway</source>
        <translation>恢复网关</translation>
    </message>
    <message>
        <source>Share on the LAN</source>
        <translation>在局域网内共享</translation>
    </message>
    <message>
        <source>Switch between light and dark</source>
        <translation>切换浅色与深色</translation>
    </message>
    <message>
        <source>Refresh</source>
        <translation>刷新</translation>
    </message>
    <message>
        <source>Search on this page</source>
        <translation>在本页搜索</translation>
    </message>
    <message>
        <source>New entry</source>
        <translation>新建</translation>
    </message>
    <message>
        <source>Undo the last action</source>
        <translation>撤销上一步操作</translation>
    </message>
    <message>
        <source>Add a channel</source>
        <translation>添加渠道</translation>
    </message>
    <message>
        <source>Test all channels</source>
        <translation>测试所有渠道</translation>
    </message>
    <message>
        <source>Refresh all balances</source>
        <translation>刷新所有余额</translation>
    </message>
    <message>
        <source>Find model servers on this machine</source>
        <translation>查找本机上的模型服务器</translation>
    </message>
    <message>
        <source>Issue a token</source>
        <translation>签发令牌</translation>
    </message>
    <message>
        <source>Follow new requests</source>
        <translation>跟随新请求</translation>
    </message>
    <message>
        <source>Show all requests</source>
        <translation>显示全部请求</translation>
    </message>
    <message>
        <source>Replay the request in the Playground</source>
        <translation>在试验场重放请求</translation>
    </message>
    <message>
        <source>Copy the request as curl</source>
        <translation>将请求复制为 curl</translation>
    </message>
    <message>
        <source>Choose columns</source>
        <translation>选择列</translation>
    </message>
    <message>
        <source>Export requests</source>
        <translation>导出请求</translation>
    </message>
    <message>
        <source>New conversation</source>
        <translation>新对话</translation>
    </message>
    <message>
        <source>Send a test request</source>
        <translation>发送测试请求</translation>
    </message>
    <message>
        <source>Compare two models</source>
        <translation>比较两个模型</translation>
    </message>
    <message>
        <source>Parameters of requests</source>
        <translation>请求参数</translation>
    </message>
    <message>
        <source>Stop the answer</source>
        <translation>停止回答</translation>
    </message>
    <message>
        <source>Back up now</source>
        <translation>立即备份</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>退出</translation>
    </message>
</context>
<context>
    <name>Desktop</name>
    <message>
        <source>One API Desktop goes on serving in the tray. Quit it from the tray&apos;s menu.</source>
        <translation>One API Desktop 会继续在托盘中提供服务。可从托盘菜单退出。</translation>
    </message>
    <message>
        <source>This desktop has no tray, so the window was minimised and the gateway goes on serving.</source>
        <translation>此桌面没有托盘，窗口已最小化，网关会继续提供服务。</translation>
    </message>
</context>
<context>
    <name>DrainSheet</name>
    <message>
        <source>Quitting</source>
        <translation>正在退出</translation>
    </message>
    <message>
        <source>Quit now</source>
        <translation>立即退出</translation>
    </message>
    <message>
        <source>Open requests are cut off.</source>
        <translation>未完成的请求将被中断。</translation>
    </message>
    <message numerus="yes">
        <source>Waiting for %n open request(s) to finish.</source>
        <translation>
            <numerusform>正在等待 %n 个请求完成。</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>FirstSteps</name>
    <message>
        <source>First steps</source>
        <translation>入门</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>返回</translation>
    </message>
    <message>
        <source>Connect a tool</source>
        <translation>连接工具</translation>
    </message>
    <message>
        <source>Not now</source>
        <translation>以后再说</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>完成</translation>
    </message>
    <message>
        <source>Test and go on</source>
        <translation>测试并继续</translation>
    </message>
</context>
<context>
    <name>Formats</name>
    <message>
        <source>never</source>
        <translation>从未</translation>
    </message>
    <message>
        <source>just now</source>
        <translation>刚刚</translation>
    </message>
    <message>
        <source>{count} min ago</source>
        <translation>{count} 分钟前</translation>
    </message>
    <message>
        <source>{count} h ago</source>
        <translation>{count} 小时前</translation>
    </message>
    <message>
        <source>{count} d ago</source>
        <translation>{count} 天前</translation>
    </message>
</context>
<context>
    <name>KeyStep</name>
    <message>
        <source>The key stays on this machine, in its keyring. One short request tells whether it works.</source>
        <translation>密钥保存在本机的密钥环中。一次简短的请求即可知道它是否可用。</translation>
    </message>
    <message>
        <source>Add it all the same</source>
        <translation>仍然添加</translation>
    </message>
    <message>
        <source>Testing the key …</source>
        <translation>正在测试密钥……</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>Copied</source>
        <translation>已复制</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>Page</source>
        <translation>页面</translation>
    </message>
</context>
<context>
    <name>Notification</name>
    <message>
        <source>{channel} was switched off</source>
        <translation>{channel} 已关闭</translation>
    </message>
    <message>
        <source>Its upstream refused the key or the account.</source>
        <translation>其上游拒绝了密钥或账户。</translation>
    </message>
    <message>
        <source>{channel} works again</source>
        <translation>{channel} 已恢复</translation>
    </message>
    <message>
        <source>Its test passed, and it takes requests from now on.</source>
        <translation>测试已通过，即刻起接收请求。</translation>
    </message>
    <message>
        <source>A new device uses the gateway</source>
        <translation>有新设备使用网关</translation>
    </message>
    <message>
        <source>{address}, with the token {token}</source>
        <translation>{address}，使用令牌 {token}</translation>
    </message>
    <message>
        <source>The gateway is not running</source>
        <translation>网关未运行</translation>
    </message>
    <message>
        <source>{token} has used up its budget</source>
        <translation>{token} 已用完预算</translation>
    </message>
    <message>
        <source>{token} has used {percent} % of its budget</source>
        <translation>{token} 已用掉预算的 {percent} %</translation>
    </message>
    <message>
        <source>{spent} of {limit} for today</source>
        <translation>今日 {spent} / {limit}</translation>
    </message>
    <message>
        <source>{spent} of {limit} for this week</source>
        <translation>本周 {spent} / {limit}</translation>
    </message>
    <message>
        <source>{spent} of {limit} for this month</source>
        <translation>本月 {spent} / {limit}</translation>
    </message>
    <message>
        <source>{spent} of {limit} in all</source>
        <translation>总计 {spent} / {limit}</translation>
    </message>
</context>
<context>
    <name>Page</name>
    <message>
        <source>Overview</source>
        <translation>概览</translation>
    </message>
    <message>
        <source>What is happening, and what does it cost?</source>
        <translation>正在发生什么，花费多少？</translation>
    </message>
    <message>
        <source>Requests</source>
        <translation>请求</translation>
    </message>
    <message>
        <source>Why was that slow, dear, or wrong?</source>
        <translation>为什么这次慢了、贵了，或出错了？</translation>
    </message>
    <message>
        <source>Channels</source>
        <translation>渠道</translation>
    </message>
    <message>
        <source>Which upstreams do I have, and are they well?</source>
        <translation>我有哪些上游，它们是否正常？</translation>
    </message>
    <message>
        <source>Tokens</source>
        <translation>令牌</translation>
    </message>
    <message>
        <source>Who may use what?</source>
        <translation>谁可以使用什么？</translation>
    </message>
    <message>
        <source>Models &amp; prices</source>
        <translation>模型与价格</translation>
    </message>
    <message>
        <source>What can I call, and what does it cost?</source>
        <translation>我可以调用什么，价格多少？</translation>
    </message>
    <message>
        <source>Playground</source>
        <translation>试验场</translation>
    </message>
    <message>
        <source>Does it work?</source>
        <translation>能用吗？</translation>
    </message>
    <message>
        <source>Connect</source>
        <translation>连接</translation>
    </message>
    <message>
        <source>How do I point my tool here?</source>
        <translation>如何让我的工具指向这里？</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>How should it behave?</source>
        <translation>它应当如何运行？</translation>
    </message>
</context>
<context>
    <name>Palette</name>
    <message>
        <source>Find anything</source>
        <translation>查找任何内容</translation>
    </message>
    <message>
        <source>Go to a page, channel, token or model, or run an action</source>
        <translation>前往页面、渠道、令牌或模型，或执行操作</translation>
    </message>
    <message>
        <source>Results</source>
        <translation>结果</translation>
    </message>
    <message>
        <source>Page</source>
        <translation>页面</translation>
    </message>
    <message>
        <source>Action</source>
        <translation>操作</translation>
    </message>
    <message>
        <source>Channel</source>
        <translation>渠道</translation>
    </message>
    <message>
        <source>Token</source>
        <translation>令牌</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
</context>
<context>
    <name>ProgressRow</name>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
</context>
<context>
    <name>Provider</name>
    <message>
        <source>OpenAI compatible</source>
        <translation>OpenAI 兼容</translation>
    </message>
    <message>
        <source>Gemini (OpenAI compatible)</source>
        <translation>Gemini（OpenAI 兼容）</translation>
    </message>
    <message>
        <source>Custom (an origin; /v1/… is appended)</source>
        <translation>自定义（填写源地址，自动追加 /v1/…）</translation>
    </message>
    <message>
        <source>DeepL (translation as chat)</source>
        <translation>DeepL（以对话方式翻译）</translation>
    </message>
    <message>
        <source>llama.cpp server</source>
        <translation>llama.cpp 服务器</translation>
    </message>
    <message>
        <source>Hugging Face (inference providers)</source>
        <translation>Hugging Face（推理服务商）</translation>
    </message>
    <message>
        <source>Raw proxy (/v1/oneapi/proxy/CHANNEL-ID/…)</source>
        <translation>原样代理（/v1/oneapi/proxy/渠道 ID/…）</translation>
    </message>
    <message>
        <source>Echo (built in, no network)</source>
        <translation>Echo（内置，无需网络）</translation>
    </message>
    <message>
        <source>API key</source>
        <translation>API 密钥</translation>
    </message>
    <message>
        <source>an API key that begins with sk-</source>
        <translation>以 sk- 开头的 API 密钥</translation>
    </message>
    <message>
        <source>whatever the server expects, or nothing</source>
        <translation>服务器要求的密钥，或留空</translation>
    </message>
    <message>
        <source>a key of the Azure resource, or the Entra ID fields</source>
        <translation>Azure 资源的密钥，或填写 Entra ID 字段</translation>
    </message>
    <message>
        <source>an API key that begins with sk-or-</source>
        <translation>以 sk-or- 开头的 API 密钥</translation>
    </message>
    <message>
        <source>a key that begins with bce-v3/</source>
        <translation>以 bce-v3/ 开头的密钥</translation>
    </message>
    <message>
        <source>an APIPassword, or APIKey:APISecret</source>
        <translation>APIPassword，或 APIKey:APISecret</translation>
    </message>
    <message>
        <source>a Google AI Studio API key</source>
        <translation>Google AI Studio 的 API 密钥</translation>
    </message>
    <message>
        <source>an app key (fastgpt-…), or APIKey-AppId</source>
        <translation>应用密钥（fastgpt-…），或 APIKey-AppId</translation>
    </message>
    <message>
        <source>an API key that begins with sk-ant-</source>
        <translation>以 sk-ant- 开头的 API 密钥</translation>
    </message>
    <message>
        <source>an API key, or Region|ProjectId|JSON; a service account&apos;s JSON may also go into vertex_ai_adc</source>
        <translation>API 密钥，或 Region|ProjectId|JSON；服务账号的 JSON 也可填入凭据一栏</translation>
    </message>
    <message>
        <source>a Bedrock API key, or AccessKey|SecretKey|Region; or the fields ak and sk</source>
        <translation>Bedrock API 密钥，或 AccessKey|SecretKey|Region；也可填写 ak 和 sk 两栏</translation>
    </message>
    <message>
        <source>nothing for a local server; an API key for https://ollama.com</source>
        <translation>本机服务器留空；https://ollama.com 需要 API 密钥</translation>
    </message>
    <message>
        <source>an API token with the permission Workers AI</source>
        <translation>具有 Workers AI 权限的 API 令牌</translation>
    </message>
    <message>
        <source>an API token that begins with r8_</source>
        <translation>以 r8_ 开头的 API 令牌</translation>
    </message>
    <message>
        <source>an authentication key; those of free accounts end in :fx</source>
        <translation>认证密钥；免费账户的以 :fx 结尾</translation>
    </message>
    <message>
        <source>nothing, or the key the server was started with</source>
        <translation>留空，或服务器启动时设置的密钥</translation>
    </message>
    <message>
        <source>the key set in Jan&apos;s local API server</source>
        <translation>在 Jan 的本地 API 服务器中设置的密钥</translation>
    </message>
    <message>
        <source>a GitHub token with the permission models:read</source>
        <translation>具有 models:read 权限的 GitHub 令牌</translation>
    </message>
    <message>
        <source>an API key that begins with pplx-</source>
        <translation>以 pplx- 开头的 API 密钥</translation>
    </message>
    <message>
        <source>an API key that begins with fw_</source>
        <translation>以 fw_ 开头的 API 密钥</translation>
    </message>
    <message>
        <source>an API key that begins with csk-</source>
        <translation>以 csk- 开头的 API 密钥</translation>
    </message>
    <message>
        <source>an API key that begins with nvapi-</source>
        <translation>以 nvapi- 开头的 API 密钥</translation>
    </message>
    <message>
        <source>a token that begins with hf_</source>
        <translation>以 hf_ 开头的令牌</translation>
    </message>
    <message>
        <source>an API key that begins with jina_</source>
        <translation>以 jina_ 开头的 API 密钥</translation>
    </message>
    <message>
        <source>an API key that begins with pa-</source>
        <translation>以 pa- 开头的 API 密钥</translation>
    </message>
    <message>
        <source>the whole value of the Authorization header, such as &apos;Bearer sk-…&apos;</source>
        <translation>Authorization 请求头的完整值，例如“Bearer sk-…”</translation>
    </message>
    <message>
        <source>an API key of Model Studio (Bailian) that begins with sk-</source>
        <translation>百炼（Model Studio）的 API 密钥，以 sk- 开头</translation>
    </message>
    <message>
        <source>APIKey|SecretKey</source>
        <translation>APIKey|SecretKey</translation>
    </message>
    <message>
        <source>an API key of TokenHub; AppId|SecretId|SecretKey for the former interface</source>
        <translation>TokenHub 的 API 密钥；旧接口用 AppId|SecretId|SecretKey</translation>
    </message>
    <message>
        <source>an API key of the form id.secret</source>
        <translation>形如 id.secret 的 API 密钥</translation>
    </message>
    <message>
        <source>APPID|APISecret|APIKey</source>
        <translation>APPID|APISecret|APIKey</translation>
    </message>
    <message>
        <source>a personal access token (pat_…), or the fields of an OAuth application; models are bots&apos; ids</source>
        <translation>个人访问令牌（pat_…），或填写 OAuth 应用的字段；模型即智能体的 ID</translation>
    </message>
    <message>
        <source>an API key of Ark; models are named by their id, or by that of an endpoint (ep-…)</source>
        <translation>方舟的 API 密钥；模型用其 ID 或推理接入点 ID（ep-…）表示</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message>
        <source>a Google API key; Google itself has shut PaLM down</source>
        <translation>Google API 密钥；Google 已停止 PaLM 服务</translation>
    </message>
    <message>
        <source>Wire formats the server speaks, best first, such as openai-chat,anthropic</source>
        <translation>服务器支持的协议格式，优先的在前，例如 openai-chat,anthropic</translation>
    </message>
    <message>
        <source>API version; empty uses the v1 surface without versions</source>
        <translation>API 版本；留空则使用不带版本的 v1 接口</translation>
    </message>
    <message>
        <source>Entra ID: tenant</source>
        <translation>Entra ID：租户</translation>
    </message>
    <message>
        <source>Entra ID: application (client) id</source>
        <translation>Entra ID：应用（客户端）ID</translation>
    </message>
    <message>
        <source>Entra ID: client secret</source>
        <translation>Entra ID：客户端密码</translation>
    </message>
    <message>
        <source>Entra ID: an access token of your own</source>
        <translation>Entra ID：自备的访问令牌</translation>
    </message>
    <message>
        <source>Entra ID: sign-in address of a sovereign cloud</source>
        <translation>Entra ID：主权云的登录地址</translation>
    </message>
    <message>
        <source>Entra ID: scope; empty asks for Cognitive Services</source>
        <translation>Entra ID：范围；留空则为 Cognitive Services</translation>
    </message>
    <message>
        <source>API version; empty uses v1beta</source>
        <translation>API 版本；留空则使用 v1beta</translation>
    </message>
    <message>
        <source>Location, such as us-central1, eu or global</source>
        <translation>位置，例如 us-central1、eu 或 global</translation>
    </message>
    <message>
        <source>Project id; empty takes it from the credentials</source>
        <translation>项目 ID；留空则取自凭据</translation>
    </message>
    <message>
        <source>Service account or application default credentials (JSON)</source>
        <translation>服务账号或应用默认凭据（JSON）</translation>
    </message>
    <message>
        <source>Region, such as us-east-1</source>
        <translation>区域，例如 us-east-1</translation>
    </message>
    <message>
        <source>Access key id</source>
        <translation>Access key ID</translation>
    </message>
    <message>
        <source>Secret access key</source>
        <translation>Secret access key</translation>
    </message>
    <message>
        <source>Session token of temporary credentials</source>
        <translation>临时凭据的会话令牌</translation>
    </message>
    <message>
        <source>Region of inference profiles to ask through: us, eu, apac, global …</source>
        <translation>推理配置文件的区域：us、eu、apac、global……</translation>
    </message>
    <message>
        <source>Account id; not needed with an AI gateway&apos;s address</source>
        <translation>账户 ID；填写 AI Gateway 地址时不需要</translation>
    </message>
    <message>
        <source>AI gateway to log and cache through</source>
        <translation>用于记录和缓存的 AI Gateway</translation>
    </message>
    <message>
        <source>Wire formats to ask in, best first; cloudflare is the native one</source>
        <translation>请求所用协议格式，优先的在前；cloudflare 为原生格式</translation>
    </message>
    <message>
        <source>OAuth application: fingerprint of its public key</source>
        <translation>OAuth 应用：公钥指纹</translation>
    </message>
    <message>
        <source>OAuth application: its id</source>
        <translation>OAuth 应用：ID</translation>
    </message>
    <message>
        <source>OAuth application: its private key (PEM)</source>
        <translation>OAuth 应用：私钥（PEM）</translation>
    </message>
    <message>
        <source>Plugin to use, as X-DashScope-Plugin</source>
        <translation>使用的插件，即 X-DashScope-Plugin</translation>
    </message>
    <message>
        <source>User whom the bots talk to; empty takes the request&apos;s</source>
        <translation>智能体的对话用户；留空则取自请求</translation>
    </message>
    <message>
        <source>Version for models whose name tells none, such as v3.5</source>
        <translation>名称中不含版本的模型所用版本，例如 v3.5</translation>
    </message>
    <message>
        <source>Wire formats to ask in, best first: openai-chat, anthropic</source>
        <translation>请求所用协议格式，优先的在前：openai-chat、anthropic</translation>
    </message>
    <message>
        <source>Wire formats to ask in, best first: openai-chat, anthropic; tencent-hunyuan is the former interface</source>
        <translation>请求所用协议格式，优先的在前：openai-chat、anthropic；tencent-hunyuan 为旧接口</translation>
    </message>
    <message>
        <source>v2 for the former interface; empty uses v3</source>
        <translation>v2 为旧接口；留空则使用 v3</translation>
    </message>
    <message>
        <source>Id of the library</source>
        <translation>知识库 ID</translation>
    </message>
</context>
<context>
    <name>ProviderStep</name>
    <message>
        <source>Whose models do you want to call?</source>
        <translation>你想调用哪家的模型？</translation>
    </message>
    <message>
        <source>Another one:</source>
        <translation>其他：</translation>
    </message>
    <message>
        <source>Another provider</source>
        <translation>其他服务商</translation>
    </message>
    <message>
        <source>Choose</source>
        <translation>选择</translation>
    </message>
    <message>
        <source>No key at hand?</source>
        <translation>手边没有密钥？</translation>
    </message>
    <message>
        <source>Try without a key</source>
        <translation>不用密钥先试试</translation>
    </message>
    <message>
        <source>The built-in echo answers, without any network</source>
        <translation>由内置的 echo 回答，不需要网络</translation>
    </message>
    <message numerus="yes">
        <source>{server} runs on this machine, with %n model(s)</source>
        <translation>
            <numerusform>{server} 正在本机运行，有 %n 个模型</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Rail</name>
    <message>
        <source>Copy base URL</source>
        <translation>复制 Base URL</translation>
    </message>
    <message>
        <source>LAN</source>
        <translation>局域网</translation>
    </message>
    <message>
        <source>Others on the local network can reach this gateway</source>
        <translation>局域网内的其他设备可以访问此网关</translation>
    </message>
    <message>
        <source>Pages</source>
        <translation>页面</translation>
    </message>
</context>
<context>
    <name>ReadyStep</name>
    <message>
        <source>Put these into any tool that can call OpenAI:</source>
        <translation>把这些填入任何能调用 OpenAI 的工具：</translation>
    </message>
    <message>
        <source>Base URL</source>
        <translation>Base URL</translation>
    </message>
    <message>
        <source>API key</source>
        <translation>API 密钥</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Send a test request</source>
        <translation>发送测试请求</translation>
    </message>
    <message>
        <source>It is on the Overview behind this sheet, and under Requests with all that happened.</source>
        <translation>它已显示在背后的概览中，详情见“请求”页。</translation>
    </message>
    <message>
        <source>Waiting for an answer …</source>
        <translation>正在等待回答……</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
</context>
<context>
    <name>SecretLine</name>
    <message>
        <source>Show or hide what is written</source>
        <translation>显示或隐藏所填内容</translation>
    </message>
    <message>
        <source>Forget what is stored</source>
        <translation>删除已保存的内容</translation>
    </message>
    <message>
        <source>stored ({hint}); empty keeps it</source>
        <translation>已保存（{hint}）；留空则不变</translation>
    </message>
    <message>
        <source>will be forgotten</source>
        <translation>将被删除</translation>
    </message>
</context>
<context>
    <name>ShortcutSheet</name>
    <message>
        <source>Shortcuts</source>
        <translation>快捷键</translation>
    </message>
</context>
<context>
    <name>SidePanel</name>
    <message>
        <source>Close the panel</source>
        <translation>关闭面板</translation>
    </message>
</context>
<context>
    <name>State</name>
    <message>
        <source>Starting</source>
        <translation>正在启动</translation>
    </message>
    <message>
        <source>Serving</source>
        <translation>服务中</translation>
    </message>
    <message>
        <source>Degraded</source>
        <translation>部分异常</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>已暂停</translation>
    </message>
    <message>
        <source>Stopping</source>
        <translation>正在停止</translation>
    </message>
    <message>
        <source>Not running</source>
        <translation>未运行</translation>
    </message>
</context>
<context>
    <name>StepLine</name>
    <message>
        <source>Provider</source>
        <translation>服务商</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>密钥</translation>
    </message>
    <message>
        <source>First answer</source>
        <translation>第一个回答</translation>
    </message>
    <message>
        <source>Step {number} of {count}: {name}</source>
        <translation>第 {number} 步，共 {count} 步：{name}</translation>
    </message>
</context>
<context>
    <name>Toasts</name>
    <message>
        <source>Dismiss</source>
        <translation>关闭</translation>
    </message>
</context>
<context>
    <name>Tray</name>
    <message>
        <source>Copy token</source>
        <translation>复制令牌</translation>
    </message>
    <message>
        <source>Channels</source>
        <translation>渠道</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message numerus="yes">
        <source>%n request(s)</source>
        <translation>
            <numerusform>%n 次请求</numerusform>
        </translation>
    </message>
    <message>
        <source>{money} today</source>
        <translation>今日 {money}</translation>
    </message>
</context>
<context>
    <name>UndoBar</name>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Undo: {step}</source>
        <translation>撤销：{step}</translation>
    </message>
    <message>
        <source>Dismiss</source>
        <translation>关闭</translation>
    </message>
</context>
</TS>
