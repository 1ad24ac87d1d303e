<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>ChannelsPage</name>
    <message>
        <source>There is no channel yet: add the key of a provider.</source>
        <translation>还没有渠道：请添加服务商的密钥。</translation>
    </message>
</context>
</TS>
