<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ja" sourcelanguage="en">
<context>
    <name>ChannelsPage</name>
    <message>
        <source>There is no channel yet: add the key of a provider.</source>
        <translation>まだチャンネルがありません。プロバイダーのキーを追加してください。</translation>
    </message>
</context>
</TS>
