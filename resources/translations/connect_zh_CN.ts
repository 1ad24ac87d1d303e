<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>ConnectPage</name>
    <message>
        <source>Tools</source>
        <translation>工具</translation>
    </message>
    <message>
        <source>Local network</source>
        <translation>局域网</translation>
    </message>
    <message>
        <source>Search tools</source>
        <translation>搜索工具</translation>
    </message>
    <message>
        <source>No recipe for that. Every tool that takes a base URL and a key can be connected.</source>
        <translation>没有对应的配方。凡是可以填写 Base URL 和密钥的工具都能接入。</translation>
    </message>
    <message>
        <source>Copy base URL</source>
        <translation>复制 Base URL</translation>
    </message>
</context>
<context>
    <name>Devices</name>
    <message>
        <source>may call</source>
        <translation>可调用</translation>
    </message>
    <message>
        <source>switched off</source>
        <translation>已停用</translation>
    </message>
    <message>
        <source>revoked</source>
        <translation>已吊销</translation>
    </message>
    <message>
        <source>removed</source>
        <translation>已删除</translation>
    </message>
    <message>
        <source>Device</source>
        <translation>设备</translation>
    </message>
    <message>
        <source>Token</source>
        <translation>令牌</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Last seen</source>
        <translation>最近使用</translation>
    </message>
    <message>
        <source>Requests</source>
        <translation>请求</translation>
    </message>
    <message>
        <source>Spent</source>
        <translation>花费</translation>
    </message>
    <message>
        <source>this machine</source>
        <translation>本机</translation>
    </message>
</context>
<context>
    <name>DirectoryLine</name>
    <message>
        <source>Project directory</source>
        <translation>项目目录</translation>
    </message>
    <message>
        <source>Choose a directory</source>
        <translation>选择目录</translation>
    </message>
</context>
<context>
    <name>FileChange</name>
    <message>
        <source>Nothing to change: it is as it should be.</source>
        <translation>无需修改：配置已正确。</translation>
    </message>
</context>
<context>
    <name>InvitePanel</name>
    <message>
        <source>The token is issued. Scan the code with the device, or copy the two lines into it.</source>
        <translation>令牌已签发。请用设备扫描二维码，或将下面两行复制到设备中。</translation>
    </message>
    <message>
        <source>Issue and show the card</source>
        <translation>签发并显示卡片</translation>
    </message>
    <message>
        <source>Another device</source>
        <translation>再添加一台设备</translation>
    </message>
    <message>
        <source>Add a device</source>
        <translation>添加设备</translation>
    </message>
    <message>
        <source>{name} may use the gateway now.</source>
        <translation>{name} 现在可以使用网关。</translation>
    </message>
</context>
<context>
    <name>LanView</name>
    <message>
        <source>Devices</source>
        <translation>设备</translation>
    </message>
    <message>
        <source>No other device has called yet. Issue one a token of its own and scan its card.</source>
        <translation>还没有其他设备调用过。为设备签发专用令牌，再扫描它的卡片。</translation>
    </message>
    <message>
        <source>Add a device</source>
        <translation>添加设备</translation>
    </message>
    <message>
        <source>Devices seen</source>
        <translation>使用过的设备</translation>
    </message>
    <message>
        <source>Revoke its token</source>
        <translation>吊销其令牌</translation>
    </message>
    <message>
        <source>Make the device&apos;s token useless for ever (Delete)</source>
        <translation>使该设备的令牌永久失效（Delete）</translation>
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
</context>
<context>
    <name>Recipes</name>
    <message>
        <source>Anthropic&apos;s agent; the first model is the main one, the second (if any) the small one.</source>
        <translation>Anthropic 的编程代理；第一个模型为主模型，第二个（如有）为小模型。</translation>
    </message>
    <message>
        <source>OpenAI&apos;s agent; it speaks the Responses dialect only.</source>
        <translation>OpenAI 的编程代理；只使用 Responses 协议。</translation>
    </message>
    <message>
        <source>Google&apos;s agent, with an API key instead of a Google login.</source>
        <translation>Google 的编程代理，用 API 密钥代替 Google 登录。</translation>
    </message>
    <message>
        <source>Alibaba&apos;s agent over its OpenAI-compatible login.</source>
        <translation>阿里巴巴的编程代理，通过其 OpenAI 兼容登录接入。</translation>
    </message>
    <message>
        <source>The open agent, with this gateway as one more provider.</source>
        <translation>开源编程代理，将本网关添加为一个提供商。</translation>
    </message>
    <message>
        <source>Pair programming in the terminal.</source>
        <translation>终端里的结对编程。</translation>
    </message>
    <message>
        <source>The open assistant for VS Code and JetBrains.</source>
        <translation>用于 VS Code 和 JetBrains 的开源助手。</translation>
    </message>
    <message>
        <source>The editor&apos;s own agent and inline assistant.</source>
        <translation>编辑器自带的代理与行内助手。</translation>
    </message>
    <message>
        <source>The agent for VS Code; it keeps its settings inside VS Code&apos;s own storage.</source>
        <translation>VS Code 的编程代理；设置保存在 VS Code 自己的存储中。</translation>
    </message>
    <message>
        <source>Cursor&apos;s servers make the calls, so they must be able to reach the address: a loopback or LAN address will not do.</source>
        <translation>调用由 Cursor 的服务器发出，因此它们必须能访问该地址：本机或局域网地址不行。</translation>
    </message>
    <message>
        <source>Everything that reads OPENAI_BASE_URL: the official SDKs and many tools, through a project&apos;s .env.</source>
        <translation>所有读取 OPENAI_BASE_URL 的程序：官方 SDK 及许多工具，通过项目的 .env 配置。</translation>
    </message>
    <message>
        <source>The self-hosted chat page, through the .env beside its compose file.</source>
        <translation>自托管的聊天页面，通过 compose 文件旁的 .env 配置。</translation>
    </message>
    <message>
        <source>ChatOpenAI with another address.</source>
        <translation>换一个地址的 ChatOpenAI。</translation>
    </message>
    <message>
        <source>One request by hand.</source>
        <translation>手动发送一个请求。</translation>
    </message>
    <message>
        <source>Start claude anew; /status shows the base URL.</source>
        <translation>重新启动 claude；用 /status 可看到 Base URL。</translation>
    </message>
    <message>
        <source>Start codex anew; /status shows the provider.</source>
        <translation>重新启动 codex；用 /status 可看到提供商。</translation>
    </message>
    <message>
        <source>A project&apos;s own .env wins over the one in ~/.gemini.</source>
        <translation>项目自己的 .env 优先于 ~/.gemini 中的 .env。</translation>
    </message>
    <message>
        <source>A project&apos;s own .aider.conf.yml wins over the one in your home directory.</source>
        <translation>项目自己的 .aider.conf.yml 优先于主目录中的文件。</translation>
    </message>
    <message>
        <source>An old config.json beside it is ignored by Continue as soon as there is a config.yaml.</source>
        <translation>一旦存在 config.yaml，Continue 就会忽略旁边旧的 config.json。</translation>
    </message>
    <message>
        <source>Zed keeps keys in the system&apos;s keychain, not in its settings: open &apos;agent: open settings&apos;, choose the provider One API Desktop, and paste the key.</source>
        <translation>Zed 将密钥保存在系统钥匙串而不是设置中：打开“agent: open settings”，选择提供商 One API Desktop，然后粘贴密钥。</translation>
    </message>
    <message>
        <source>Open Cline&apos;s settings and choose the API provider &apos;OpenAI Compatible&apos;.</source>
        <translation>打开 Cline 的设置，选择 API 提供商“OpenAI Compatible”。</translation>
    </message>
    <message>
        <source>Open Roo Code&apos;s settings and choose the API provider &apos;OpenAI Compatible&apos;.</source>
        <translation>打开 Roo Code 的设置，选择 API 提供商“OpenAI Compatible”。</translation>
    </message>
    <message>
        <source>Base URL, API key and model as below.</source>
        <translation>Base URL、API 密钥和模型如下所示。</translation>
    </message>
    <message>
        <source>Cursor Settings → Models → API Keys: paste the key under OpenAI API Key, switch on &apos;Override OpenAI Base URL&apos; and paste the base URL.</source>
        <translation>Cursor Settings → Models → API Keys：在 OpenAI API Key 处粘贴密钥，打开“Override OpenAI Base URL”并粘贴 Base URL。</translation>
    </message>
    <message>
        <source>Give the gateway a public HTTPS address first (a tunnel or reverse proxy), and use that in place of the one below.</source>
        <translation>先为网关准备一个公网 HTTPS 地址（隧道或反向代理），并用它代替下面的地址。</translation>
    </message>
    <message>
        <source>Add the model under its name here.</source>
        <translation>按此处的名称添加模型。</translation>
    </message>
    <message>
        <source>The SDKs read the environment, not the file: load it with dotenv, direnv or &apos;docker --env-file&apos;.</source>
        <translation>SDK 读取的是环境变量而不是文件：请用 dotenv、direnv 或“docker --env-file”加载。</translation>
    </message>
    <message>
        <source>These variables count at the first start only; afterwards change Admin Panel → Settings → Connections.</source>
        <translation>这些变量只在首次启动时生效；之后请在 Admin Panel → Settings → Connections 中修改。</translation>
    </message>
    <message>
        <source>From inside a container this machine is not 127.0.0.1: share the gateway on the LAN or use host networking.</source>
        <translation>在容器内，本机不是 127.0.0.1：请在局域网共享网关，或使用主机网络。</translation>
    </message>
    <message>
        <source>other users of this machine can read this file, and the key in it</source>
        <translation>本机的其他用户可以读取此文件及其中的密钥</translation>
    </message>
    <message>
        <source>Terminal</source>
        <translation>终端</translation>
    </message>
</context>
<context>
    <name>SharingCard</name>
    <message>
        <source>Share on the local network</source>
        <translation>在局域网共享</translation>
    </message>
    <message>
        <source>Add a device</source>
        <translation>添加设备</translation>
    </message>
    <message>
        <source>Share</source>
        <translation>共享</translation>
    </message>
    <message>
        <source>On</source>
        <translation>范围</translation>
    </message>
    <message>
        <source>Network interface</source>
        <translation>网络接口</translation>
    </message>
    <message>
        <source>Everyone on this network can reach the gateway. They still need a token you issued, and what they send is not encrypted unless you set a certificate. Share on networks you trust only, and give each device a token of its own with a budget.</source>
        <translation>此网络上的所有人都能访问网关。他们仍需要你签发的令牌；除非设置了证书，否则传输内容不加密。请只在可信网络中共享，并为每台设备签发带预算的专用令牌。</translation>
    </message>
    <message>
        <source>this machine only</source>
        <translation>仅本机</translation>
    </message>
    <message>
        <source>shared</source>
        <translation>已共享</translation>
    </message>
    <message>
        <source>not reached</source>
        <translation>无法访问</translation>
    </message>
    <message>
        <source>Devices on this network reach the gateway at these addresses; programs find it by mDNS.</source>
        <translation>此网络上的设备可通过以下地址访问网关；程序可通过 mDNS 找到它。</translation>
    </message>
    <message>
        <source>Devices on this network reach the gateway at these addresses.</source>
        <translation>此网络上的设备可通过以下地址访问网关。</translation>
    </message>
    <message>
        <source>Only programs on this machine reach the gateway. Share it to use it from a phone or another computer.</source>
        <translation>只有本机的程序可以访问网关。共享后可从手机或其他电脑使用。</translation>
    </message>
    <message>
        <source>every private address</source>
        <translation>所有私有地址</translation>
    </message>
    <message>
        <source>Copy {url}</source>
        <translation>复制 {url}</translation>
    </message>
    <message>
        <source>The gateway is shared on the local network.</source>
        <translation>网关已在局域网共享。</translation>
    </message>
    <message>
        <source>Only this machine reaches the gateway now.</source>
        <translation>现在只有本机可以访问网关。</translation>
    </message>
</context>
<context>
    <name>SnippetView</name>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Copy {title} with the key</source>
        <translation>复制 {title}（含密钥）</translation>
    </message>
</context>
<context>
    <name>ToolCard</name>
    <message>
        <source>connected</source>
        <translation>已接入</translation>
    </message>
    <message>
        <source>look at it</source>
        <translation>需查看</translation>
    </message>
    <message>
        <source>points elsewhere</source>
        <translation>指向别处</translation>
    </message>
    <message>
        <source>installed</source>
        <translation>已安装</translation>
    </message>
</context>
<context>
    <name>ToolPanel</name>
    <message>
        <source>Token</source>
        <translation>令牌</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>The first one is what the tool begins with.</source>
        <translation>工具首先使用第一个模型。</translation>
    </message>
    <message>
        <source>Project directory</source>
        <translation>项目目录</translation>
    </message>
    <message>
        <source>The file is written there.</source>
        <translation>文件写入该目录。</translation>
    </message>
    <message>
        <source>What Apply changes</source>
        <translation>应用后的改动</translation>
    </message>
    <message>
        <source>Steps</source>
        <translation>步骤</translation>
    </message>
    <message>
        <source>By hand</source>
        <translation>手动配置</translation>
    </message>
    <message>
        <source>Apply</source>
        <translation>应用</translation>
    </message>
    <message>
        <source>Change the tool&apos;s files; they are copied first</source>
        <translation>修改工具的文件；会先备份</translation>
    </message>
    <message>
        <source>Take back</source>
        <translation>还原</translation>
    </message>
    <message>
        <source>Give the tool back the configuration it had</source>
        <translation>恢复工具原来的配置</translation>
    </message>
    <message>
        <source>connected {when}</source>
        <translation>接入于{when}</translation>
    </message>
    <message>
        <source>connected</source>
        <translation>已接入</translation>
    </message>
    <message>
        <source>points at {address}</source>
        <translation>指向 {address}</translation>
    </message>
    <message>
        <source>installed</source>
        <translation>已安装</translation>
    </message>
    <message>
        <source>not found here</source>
        <translation>本机未找到</translation>
    </message>
    <message>
        <source>A token named {name} is issued for it.</source>
        <translation>将为它签发名为 {name} 的令牌。</translation>
    </message>
    <message>
        <source>{tool} now uses this gateway.</source>
        <translation>{tool} 现在使用此网关。</translation>
    </message>
    <message>
        <source>{tool} has the configuration it had.</source>
        <translation>{tool} 已恢复原来的配置。</translation>
    </message>
    <message>
        <source>{tool}: taken back, but {names} had been changed since and stay as they are.</source>
        <translation>{tool}：已还原，但 {names} 之后被改动过，保持不变。</translation>
    </message>
    <message>
        <source>New token: {name}</source>
        <translation>新令牌：{name}</translation>
    </message>
    <message>
        <source>A token named {name} is issued.</source>
        <translation>已签发名为 {name} 的令牌。</translation>
    </message>
</context>
</TS>
