<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>ChannelColumns</name>
    <message>
        <source>well</source>
        <translation>正常</translation>
    </message>
    <message>
        <source>resting</source>
        <translation>休息中</translation>
    </message>
    <message>
        <source>off</source>
        <translation>已停用</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>失败</translation>
    </message>
    <message>
        <source>no requests in the last 24 hours</source>
        <translation>最近 24 小时没有请求</translation>
    </message>
    <message>
        <source>{count} requests in the last 24 hours, {share} answered</source>
        <translation>最近 24 小时 {count} 次请求，{share} 成功</translation>
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
        <source>Last 24 h</source>
        <translation>近 24 小时</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Provider</source>
        <translation>服务商</translation>
    </message>
    <message>
        <source>Groups</source>
        <translation>分组</translation>
    </message>
    <message>
        <source>Priority</source>
        <translation>优先级</translation>
    </message>
    <message>
        <source>The highest is tried first. Drag a row to move it, or press Alt+Up and Alt+Down.</source>
        <translation>数值最高的最先尝试。拖动一行即可移动，或按 Alt+↑、Alt+↓。</translation>
    </message>
    <message>
        <source>Weight</source>
        <translation>权重</translation>
    </message>
    <message>
        <source>Channels of one priority share the requests by weight.</source>
        <translation>同一优先级的渠道按权重分担请求。</translation>
    </message>
    <message>
        <source>Last test</source>
        <translation>最近测试</translation>
    </message>
    <message>
        <source>Balance</source>
        <translation>余额</translation>
    </message>
    <message>
        <source>Spent</source>
        <translation>已用</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>密钥</translation>
    </message>
    <message>
        <source>Base URL</source>
        <translation>Base URL</translation>
    </message>
    <message>
        <source>Added</source>
        <translation>添加于</translation>
    </message>
    <message>
        <source>As the provider said {ago}</source>
        <translation>服务商报告于 {ago}</translation>
    </message>
</context>
<context>
    <name>ChannelForm</name>
    <message>
        <source>Provider</source>
        <translation>服务商</translation>
    </message>
    <message>
        <source>Named after the provider when left empty</source>
        <translation>留空则以服务商命名</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>密钥</translation>
    </message>
    <message>
        <source>Several keys</source>
        <translation>多个密钥</translation>
    </message>
    <message>
        <source>A channel for each.</source>
        <translation>每个密钥一个渠道。</translation>
    </message>
    <message>
        <source>Keys, one on each line</source>
        <translation>密钥，每行一个</translation>
    </message>
    <message>
        <source>Base URL</source>
        <translation>Base URL</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>More settings</source>
        <translation>更多设置</translation>
    </message>
    <message>
        <source>Model mapping</source>
        <translation>模型映射</translation>
    </message>
    <message>
        <source>Clients ask for the left name, the upstream gets the right one.</source>
        <translation>客户端请求左边的名称，上游收到右边的名称。</translation>
    </message>
    <message>
        <source>Groups</source>
        <translation>分组</translation>
    </message>
    <message>
        <source>Who may use it; usually just default.</source>
        <translation>谁可以使用；通常只需 default。</translation>
    </message>
    <message>
        <source>Priority</source>
        <translation>优先级</translation>
    </message>
    <message>
        <source>The highest is tried first.</source>
        <translation>数值最高的最先尝试。</translation>
    </message>
    <message>
        <source>Weight</source>
        <translation>权重</translation>
    </message>
    <message>
        <source>Its share of the requests among channels of one priority.</source>
        <translation>在同一优先级的渠道中分担请求的比重。</translation>
    </message>
    <message>
        <source>Model to test with</source>
        <translation>测试所用模型</translation>
    </message>
    <message>
        <source>Switch off by itself</source>
        <translation>自动停用</translation>
    </message>
    <message>
        <source>When the key is refused or the account is empty. A passed test switches it on again.</source>
        <translation>密钥被拒绝或账户余额用尽时停用；测试通过后重新启用。</translation>
    </message>
    <message>
        <source>Proxy</source>
        <translation>代理</translation>
    </message>
    <message>
        <source>http, https or socks5; empty uses the settings&apos;.</source>
        <translation>http、https 或 socks5；留空则使用设置中的代理。</translation>
    </message>
    <message>
        <source>Headers to add</source>
        <translation>附加的请求头</translation>
    </message>
    <message>
        <source>Parameters to set</source>
        <translation>覆盖的参数</translation>
    </message>
    <message>
        <source>A JSON object; its fields take the place of those in each request.</source>
        <translation>一个 JSON 对象；其字段会替换每个请求中的同名字段。</translation>
    </message>
    <message>
        <source>System prompt</source>
        <translation>系统提示词</translation>
    </message>
    <message>
        <source>Put before the messages of each chat.</source>
        <translation>放在每次对话的消息之前。</translation>
    </message>
    <message>
        <source>secret</source>
        <translation>已保密</translation>
    </message>
    <message>
        <source>line {line}: {error}</source>
        <translation>第 {line} 行：{error}</translation>
    </message>
    <message>
        <source>Only for a mirror or a server of your own.</source>
        <translation>仅用于镜像或自己的服务器。</translation>
    </message>
    <message>
        <source>Where the server is; this provider has no address of its own.</source>
        <translation>服务器的地址；该服务商没有固定地址。</translation>
    </message>
    <message>
        <source>These are several lines. A channel has one key.</source>
        <translation>这是多行文本。一个渠道只有一个密钥。</translation>
    </message>
    <message>
        <source>the one that is cheapest to test</source>
        <translation>测试最便宜的那个</translation>
    </message>
</context>
<context>
    <name>ChannelModels</name>
    <message>
        <source>Fetch models</source>
        <translation>获取模型</translation>
    </message>
    <message>
        <source>Ask the upstream which models it has</source>
        <translation>向上游查询它有哪些模型</translation>
    </message>
    <message>
        <source>Fill in the usual ones</source>
        <translation>填入常用模型</translation>
    </message>
    <message numerus="yes">
        <source>%n model(s)</source>
        <translation>
            <numerusform>%n 个模型</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ChannelPanel</name>
    <message>
        <source>Switch on</source>
        <translation>启用</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>Remove the channel and its key (Delete in the table)</source>
        <translation>删除渠道及其密钥（在表格中按 Delete）</translation>
    </message>
    <message>
        <source>Waiting for an answer …</source>
        <translation>正在等待回答……</translation>
    </message>
    <message>
        <source>Add a channel</source>
        <translation>添加渠道</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>添加</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Test</source>
        <translation>测试</translation>
    </message>
    <message>
        <source>The gateway switched it off: {reason}</source>
        <translation>网关已将其停用：{reason}</translation>
    </message>
    <message>
        <source>It rests: {reason}</source>
        <translation>暂时休息：{reason}</translation>
    </message>
</context>
<context>
    <name>ChannelsPage</name>
    <message>
        <source>Channels</source>
        <translation>渠道</translation>
    </message>
    <message>
        <source>Find local servers</source>
        <translation>查找本机服务器</translation>
    </message>
    <message>
        <source>Add a channel</source>
        <translation>添加渠道</translation>
    </message>
    <message>
        <source>Search channels, models and addresses</source>
        <translation>搜索渠道、模型和地址</translation>
    </message>
    <message>
        <source>Test all</source>
        <translation>全部测试</translation>
    </message>
    <message>
        <source>Refresh balances</source>
        <translation>刷新余额</translation>
    </message>
    <message>
        <source>Choose columns</source>
        <translation>选择列</translation>
    </message>
    <message>
        <source>There is no channel yet: add the key of a provider.</source>
        <translation>还没有渠道：请添加服务商的密钥。</translation>
    </message>
    <message>
        <source>{name} is added.</source>
        <translation>{name} 已添加。</translation>
    </message>
    <message numerus="yes">
        <source>%n channel(s) are added.</source>
        <translation>
            <numerusform>已添加 %n 个渠道。</numerusform>
        </translation>
    </message>
    <message>
        <source>{name} is saved.</source>
        <translation>{name} 已保存。</translation>
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
        <source>{name} has priority {number} now.</source>
        <translation>{name} 的优先级现为 {number}。</translation>
    </message>
    <message>
        <source>{name} is removed.</source>
        <translation>{name} 已删除。</translation>
    </message>
    <message numerus="yes">
        <source>%n channel(s) are removed.</source>
        <translation>
            <numerusform>已删除 %n 个渠道。</numerusform>
        </translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>编辑</translation>
    </message>
    <message>
        <source>Test</source>
        <translation>测试</translation>
    </message>
    <message>
        <source>Refresh the balance</source>
        <translation>刷新余额</translation>
    </message>
    <message>
        <source>Show its requests</source>
        <translation>查看它的请求</translation>
    </message>
    <message>
        <source>Try it earlier</source>
        <translation>提前尝试</translation>
    </message>
    <message>
        <source>Try it later</source>
        <translation>推后尝试</translation>
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
        <source>Remove</source>
        <translation>删除</translation>
    </message>
</context>
<context>
    <name>HeaderLines</name>
    <message>
        <source>Remove these headers</source>
        <translation>移除这些请求头</translation>
    </message>
    <message>
        <source>Stored: {names}. What is written below takes their place.</source>
        <translation>已保存：{names}。下面填写的内容会取代它们。</translation>
    </message>
    <message>
        <source>The stored headers will be removed.</source>
        <translation>已保存的请求头将被移除。</translation>
    </message>
</context>
<context>
    <name>MappingEditor</name>
    <message>
        <source>Map a model</source>
        <translation>映射一个模型</translation>
    </message>
    <message>
        <source>asked for</source>
        <translation>请求的名称</translation>
    </message>
    <message>
        <source>upstream</source>
        <translation>上游名称</translation>
    </message>
    <message>
        <source>Model that clients ask for</source>
        <translation>客户端请求的模型</translation>
    </message>
    <message>
        <source>Model of the upstream</source>
        <translation>上游的模型</translation>
    </message>
    <message>
        <source>Remove this mapping</source>
        <translation>移除此映射</translation>
    </message>
</context>
<context>
    <name>ModelPicker</name>
    <message>
        <source>All</source>
        <translation>全选</translation>
    </message>
    <message>
        <source>Take all that are listed</source>
        <translation>选取列出的全部</translation>
    </message>
    <message>
        <source>None</source>
        <translation>全不选</translation>
    </message>
    <message>
        <source>Take none of those that are listed</source>
        <translation>不选列出的任何一个</translation>
    </message>
    <message>
        <source>Close the list</source>
        <translation>关闭列表</translation>
    </message>
    <message>
        <source>Search models</source>
        <translation>搜索模型</translation>
    </message>
    <message>
        <source>Models of the upstream</source>
        <translation>上游的模型</translation>
    </message>
    <message numerus="yes">
        <source>%n offered</source>
        <translation>
            <numerusform>上游提供 %n 个</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ProviderChoice</name>
    <message>
        <source>Type to search</source>
        <translation>输入以搜索</translation>
    </message>
</context>
<context>
    <name>ResultCard</name>
    <message>
        <source>Dismiss</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>{model} answered in {took}</source>
        <translation>{model} 在 {took} 内回答</translation>
    </message>
    <message>
        <source>{model} did not answer</source>
        <translation>{model} 没有回答</translation>
    </message>
    <message>
        <source>The channel</source>
        <translation>渠道</translation>
    </message>
</context>
<context>
    <name>Rounds</name>
    <message>
        <source>Testing channels …</source>
        <translation>正在测试渠道……</translation>
    </message>
    <message>
        <source>Testing {name}</source>
        <translation>正在测试 {name}</translation>
    </message>
    <message>
        <source>None of the channels has a provider that tells its balance.</source>
        <translation>没有任何渠道的服务商提供余额查询。</translation>
    </message>
    <message>
        <source>Asking for balances …</source>
        <translation>正在查询余额……</translation>
    </message>
    <message>
        <source>Testing channels: {done} of {total}</source>
        <translation>正在测试渠道：{done} / {total}</translation>
    </message>
    <message numerus="yes">
        <source>%n channel(s) answered.</source>
        <translation>
            <numerusform>%n 个渠道有回答。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n channel(s) did not answer: {names}</source>
        <translation>
            <numerusform>%n 个渠道没有回答：{names}</numerusform>
        </translation>
    </message>
    <message>
        <source>Show</source>
        <translation>查看</translation>
    </message>
    <message>
        <source>Asking {name} for its balance</source>
        <translation>正在查询 {name} 的余额</translation>
    </message>
    <message>
        <source>{name} did not tell its balance: {error}</source>
        <translation>{name} 未返回余额：{error}</translation>
    </message>
    <message numerus="yes">
        <source>%n balance(s) are up to date.</source>
        <translation>
            <numerusform>%n 个余额已更新。</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ServersPanel</name>
    <message>
        <source>Look again</source>
        <translation>重新查找</translation>
    </message>
    <message>
        <source>Servers on this machine</source>
        <translation>本机上的服务器</translation>
    </message>
    <message>
        <source>Looking at the usual ports …</source>
        <translation>正在查看常用端口……</translation>
    </message>
    <message numerus="yes">
        <source>%n server(s) answered.</source>
        <translation>
            <numerusform>%n 个服务器有响应。</numerusform>
        </translation>
    </message>
    <message>
        <source>None answered. Start Ollama, LM Studio, llama.cpp, vLLM, LocalAI or Jan, and look again.</source>
        <translation>没有响应。请启动 Ollama、LM Studio、llama.cpp、vLLM、LocalAI 或 Jan，然后重新查找。</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>添加</translation>
    </message>
    <message>
        <source>Add {server}</source>
        <translation>添加 {server}</translation>
    </message>
    <message>
        <source>The channel {channel} uses it already.</source>
        <translation>渠道 {channel} 已在使用它。</translation>
    </message>
    <message>
        <source>It asks for a key before it tells its models.</source>
        <translation>它需要密钥才会列出模型。</translation>
    </message>
    <message>
        <source>It has no model yet. Load one there first.</source>
        <translation>它还没有模型。请先在那里加载一个。</translation>
    </message>
</context>
</TS>
