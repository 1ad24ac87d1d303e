<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>Composer</name>
    <message>
        <source>Ask something …</source>
        <translation>问点什么…</translation>
    </message>
    <message>
        <source>Message</source>
        <translation>消息</translation>
    </message>
    <message>
        <source>Attach pictures</source>
        <translation>附加图片</translation>
    </message>
    <message>
        <source>Enter sends, Shift+Enter begins a line</source>
        <translation>Enter 发送，Shift+Enter 换行</translation>
    </message>
    <message>
        <source>Send</source>
        <translation>发送</translation>
    </message>
    <message>
        <source>Send (Enter)</source>
        <translation>发送（Enter）</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Picture {number}</source>
        <translation>图片 {number}</translation>
    </message>
    <message>
        <source>Picture</source>
        <translation>图片</translation>
    </message>
    <message>
        <source>At most {count} pictures go along.</source>
        <translation>最多附加 {count} 张图片。</translation>
    </message>
    <message>
        <source>{name}: click to take it out</source>
        <translation>{name}：点击移除</translation>
    </message>
    <message>
        <source>Take out {name}</source>
        <translation>移除 {name}</translation>
    </message>
</context>
<context>
    <name>Lane</name>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Conversation</source>
        <translation>对话</translation>
    </message>
    <message>
        <source>Write something below, or see at once whether it works.</source>
        <translation>在下面输入内容，或者马上试试能否工作。</translation>
    </message>
    <message>
        <source>Send a test request</source>
        <translation>发送测试请求</translation>
    </message>
</context>
<context>
    <name>MessageView</name>
    <message>
        <source>Reasoning</source>
        <translation>推理过程</translation>
    </message>
    <message>
        <source>Show request and answer as sent</source>
        <translation>显示实际发送的请求和回答</translation>
    </message>
    <message>
        <source>Copy this message</source>
        <translation>复制此消息</translation>
    </message>
    <message>
        <source>Tool calls</source>
        <translation>工具调用</translation>
    </message>
    <message>
        <source>Error</source>
        <translation>错误</translation>
    </message>
    <message>
        <source>You</source>
        <translation>你</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Instruction</source>
        <translation>指令</translation>
    </message>
    <message>
        <source>Waiting for the first token …</source>
        <translation>正在等待首个 Token…</translation>
    </message>
    <message>
        <source>Answering …</source>
        <translation>正在回答…</translation>
    </message>
    <message>
        <source>Stopped</source>
        <translation>已停止</translation>
    </message>
    <message>
        <source>first token after {time}</source>
        <translation>首个 Token 用时 {time}</translation>
    </message>
    <message>
        <source>{prompt} tokens in, {completion} out</source>
        <translation>输入 {prompt}、输出 {completion} 个 Token</translation>
    </message>
    <message>
        <source>by {channel}</source>
        <translation>渠道 {channel}</translation>
    </message>
    <message>
        <source>Picture</source>
        <translation>图片</translation>
    </message>
</context>
<context>
    <name>ParameterForm</name>
    <message>
        <source>System prompt</source>
        <translation>系统提示词</translation>
    </message>
    <message>
        <source>What the model is told first.</source>
        <translation>最先告诉模型的内容。</translation>
    </message>
    <message>
        <source>Temperature</source>
        <translation>温度</translation>
    </message>
    <message>
        <source>Top p</source>
        <translation>Top p</translation>
    </message>
    <message>
        <source>Most tokens of the answer</source>
        <translation>回答的最大 Token 数</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>随机种子</translation>
    </message>
    <message>
        <source>Reasoning effort</source>
        <translation>推理强度</translation>
    </message>
    <message>
        <source>For models that think before they answer.</source>
        <translation>用于先思考再回答的模型。</translation>
    </message>
    <message>
        <source>Stream the answer</source>
        <translation>流式回答</translation>
    </message>
    <message>
        <source>the model&apos;s own</source>
        <translation>模型默认</translation>
    </message>
</context>
<context>
    <name>PlaygroundPage</name>
    <message>
        <source>Compare</source>
        <translation>比较</translation>
    </message>
    <message>
        <source>Parameters</source>
        <translation>参数</translation>
    </message>
    <message>
        <source>New</source>
        <translation>新建</translation>
    </message>
    <message>
        <source>There is nothing to try yet: add a channel first.</source>
        <translation>还没有可试用的内容：请先添加渠道。</translation>
    </message>
    <message>
        <source>Go to Channels</source>
        <translation>前往渠道</translation>
    </message>
    <message>
        <source>Issue a token</source>
        <translation>签发令牌</translation>
    </message>
    <message>
        <source>Token</source>
        <translation>令牌</translation>
    </message>
    <message>
        <source>Dialect</source>
        <translation>协议</translation>
    </message>
    <message>
        <source>The body of this request was not kept: turn on keeping bodies in Settings.</source>
        <translation>此请求的正文没有保存：请在设置中开启保存正文。</translation>
    </message>
    <message>
        <source>A new conversation has begun.</source>
        <translation>已开始新对话。</translation>
    </message>
    <message>
        <source>Write something first.</source>
        <translation>请先输入内容。</translation>
    </message>
    <message>
        <source>Issue a token first: every request needs one.</source>
        <translation>请先签发令牌：每个请求都需要令牌。</translation>
    </message>
    <message>
        <source>Choose a model, or write its name.</source>
        <translation>请选择模型，或输入其名称。</translation>
    </message>
    <message>
        <source>Every request needs a token, and there is none that may call.</source>
        <translation>每个请求都需要令牌，而现在没有可用的令牌。</translation>
    </message>
    <message>
        <source>Left out, because the Playground cannot send it: {names}</source>
        <translation>试验场无法发送，已略去：{names}</translation>
    </message>
</context>
<context>
    <name>PlaygroundPanel</name>
    <message>
        <source>Open in Requests</source>
        <translation>在请求页打开</translation>
    </message>
    <message>
        <source>Body</source>
        <translation>正文</translation>
    </message>
    <message>
        <source>Copy the request&apos;s body</source>
        <translation>复制请求正文</translation>
    </message>
    <message>
        <source>Body, {bytes} bytes</source>
        <translation>正文，{bytes} 字节</translation>
    </message>
    <message>
        <source>The beginning of the body, {bytes} bytes in all</source>
        <translation>正文开头，共 {bytes} 字节</translation>
    </message>
    <message>
        <source>Copy the answer&apos;s body</source>
        <translation>复制回答正文</translation>
    </message>
    <message>
        <source>Request</source>
        <translation>请求</translation>
    </message>
    <message>
        <source>Headers of the request</source>
        <translation>请求头</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>回答</translation>
    </message>
    <message>
        <source>Headers of the answer</source>
        <translation>响应头</translation>
    </message>
    <message>
        <source>Parameters</source>
        <translation>参数</translation>
    </message>
    <message>
        <source>As sent</source>
        <translation>实际发送内容</translation>
    </message>
</context>
</TS>
