<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ja" sourcelanguage="en">
<context>
    <name>PlaygroundPage</name>
    <message>
        <source>There is nothing to try yet: add a channel first.</source>
        <translation>まだ試せるものがありません。先にチャンネルを追加してください。</translation>
    </message>
    <message>
        <source>Go to Channels</source>
        <translation>チャンネルへ</translation>
    </message>
</context>
</TS>
