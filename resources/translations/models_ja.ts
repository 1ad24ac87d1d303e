<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ja" sourcelanguage="en">
<context>
    <name>ModelsPage</name>
    <message>
        <source>No model can be called yet: add a channel first.</source>
        <translation>呼び出せるモデルがまだありません。先にチャンネルを追加してください。</translation>
    </message>
    <message>
        <source>Go to Channels</source>
        <translation>チャンネルへ</translation>
    </message>
</context>
</TS>
