<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>GroupPanel</name>
    <message>
        <source>Group ratios</source>
        <translation>分组倍率</translation>
    </message>
    <message>
        <source>A ratio multiplies every price for the tokens of a group: 0.8 is a discount of 20 %.</source>
        <translation>倍率会乘以该分组令牌的所有价格：0.8 即优惠 20%。</translation>
    </message>
    <message>
        <source>New group</source>
        <translation>新分组</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Ratio</source>
        <translation>倍率</translation>
    </message>
    <message>
        <source>Add group</source>
        <translation>添加分组</translation>
    </message>
    <message>
        <source>Group {group} has another ratio now.</source>
        <translation>分组 {group} 的倍率已更改。</translation>
    </message>
</context>
<context>
    <name>ModelColumns</name>
    <message>
        <source>your own</source>
        <translation>自定义</translation>
    </message>
    <message>
        <source>one-api ratios</source>
        <translation>one-api 倍率</translation>
    </message>
    <message>
        <source>price list</source>
        <translation>价格表</translation>
    </message>
    <message>
        <source>built in</source>
        <translation>内置</translation>
    </message>
    <message>
        <source>unpriced</source>
        <translation>无价格</translation>
    </message>
    <message>
        <source>Input</source>
        <translation>输入</translation>
    </message>
    <message>
        <source>Output</source>
        <translation>输出</translation>
    </message>
    <message>
        <source>Cached input</source>
        <translation>缓存输入</translation>
    </message>
    <message>
        <source>Cache write</source>
        <translation>缓存写入</translation>
    </message>
    <message>
        <source>Reasoning</source>
        <translation>推理</translation>
    </message>
    <message>
        <source>Audio input</source>
        <translation>音频输入</translation>
    </message>
    <message>
        <source>Audio output</source>
        <translation>音频输出</translation>
    </message>
    <message>
        <source>Image input</source>
        <translation>图像输入</translation>
    </message>
    <message>
        <source>Image output</source>
        <translation>图像输出</translation>
    </message>
    <message>
        <source>Per request</source>
        <translation>每次请求</translation>
    </message>
    <message>
        <source>Per image</source>
        <translation>每张图像</translation>
    </message>
    <message>
        <source>Per second of audio</source>
        <translation>每秒音频</translation>
    </message>
    <message>
        <source>Per million characters</source>
        <translation>每百万字符</translation>
    </message>
    <message>
        <source>{price} a request</source>
        <translation>每次请求 {price}</translation>
    </message>
    <message>
        <source>from {price} an image</source>
        <translation>每张图像 {price} 起</translation>
    </message>
    <message>
        <source>{price} an image</source>
        <translation>每张图像 {price}</translation>
    </message>
    <message>
        <source>{price} a minute</source>
        <translation>每分钟 {price}</translation>
    </message>
    <message>
        <source>{price} per 1M characters</source>
        <translation>每百万字符 {price}</translation>
    </message>
    <message>
        <source>dearer above {count}</source>
        <translation>超过 {count} 后更贵</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Channels</source>
        <translation>渠道</translation>
    </message>
    <message>
        <source>Further</source>
        <translation>其他</translation>
    </message>
    <message>
        <source>Price from</source>
        <translation>价格来源</translation>
    </message>
    <message>
        <source>Price of</source>
        <translation>价格日期</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
</context>
<context>
    <name>ModelPanel</name>
    <message>
        <source>Your own price wins over every other source. Kinds that you leave empty keep the price shown in grey.</source>
        <translation>自定义价格优先于其他所有来源。留空的种类沿用灰色显示的价格。</translation>
    </message>
    <message>
        <source>Save own price</source>
        <translation>保存自定义价格</translation>
    </message>
    <message>
        <source>Take own price back</source>
        <translation>撤回自定义价格</translation>
    </message>
    <message>
        <source>Your price of {model} is taken back.</source>
        <translation>{model} 的自定义价格已撤回。</translation>
    </message>
    <message>
        <source>Nobody knows what this model costs: its requests are recorded at $0 and marked as unpriced.</source>
        <translation>没有人知道此模型的价格：其请求按 $0 记录并标为无价格。</translation>
    </message>
    <message>
        <source>Price from: {source}, {date}</source>
        <translation>价格来源：{source}，{date}</translation>
    </message>
    <message>
        <source>Price from: {source}</source>
        <translation>价格来源：{source}</translation>
    </message>
    <message>
        <source>Channels: {names}</source>
        <translation>渠道：{names}</translation>
    </message>
    <message>
        <source>Channels: {names}, which know it as {upstream}</source>
        <translation>渠道：{names}（上游名称为 {upstream}）</translation>
    </message>
    <message>
        <source>Above {count} prompt tokens: {rates}</source>
        <translation>提示超过 {count} token：{rates}</translation>
    </message>
    <message>
        <source>An image of {kind}: {price}</source>
        <translation>{kind} 图像：{price}</translation>
    </message>
</context>
<context>
    <name>ModelsPage</name>
    <message>
        <source>Group ratios</source>
        <translation>分组倍率</translation>
    </message>
    <message>
        <source>Search models and channels</source>
        <translation>搜索模型和渠道</translation>
    </message>
    <message>
        <source>Choose columns</source>
        <translation>选择列</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>No channel offers a model yet. Add a channel with the models you want to call.</source>
        <translation>还没有渠道提供模型。请添加一个包含所需模型的渠道。</translation>
    </message>
    <message>
        <source>Add a channel</source>
        <translation>添加渠道</translation>
    </message>
    <message numerus="yes">
        <source>%n unpriced</source>
        <translation>
            <numerusform>%n 个无价格</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n model(s)</source>
        <translation>
            <numerusform>%n 个模型</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>PriceForm</name>
    <message>
        <source>Dollars per million tokens</source>
        <translation>每百万 token 的美元价格</translation>
    </message>
    <message>
        <source>Dollars per other unit</source>
        <translation>其他计价单位的美元价格</translation>
    </message>
</context>
<context>
    <name>_Groups</name>
    <message>
        <source>Ratio of {group}</source>
        <translation>{group} 的倍率</translation>
    </message>
</context>
</TS>
