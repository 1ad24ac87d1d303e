<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ja" sourcelanguage="en">
<context>
    <name>Composer</name>
    <message>
        <source>Ask something …</source>
        <translation>質問を入力…</translation>
    </message>
    <message>
        <source>Message</source>
        <translation>メッセージ</translation>
    </message>
    <message>
        <source>Attach pictures</source>
        <translation>画像を添付</translation>
    </message>
    <message>
        <source>Enter sends, Shift+Enter begins a line</source>
        <translation>Enter で送信、Shift+Enter で改行</translation>
    </message>
    <message>
        <source>Send</source>
        <translation>送信</translation>
    </message>
    <message>
        <source>Send (Enter)</source>
        <translation>送信（Enter）</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Picture {number}</source>
        <translation>画像 {number}</translation>
    </message>
    <message>
        <source>Picture</source>
        <translation>画像</translation>
    </message>
    <message>
        <source>At most {count} pictures go along.</source>
        <translation>添付できる画像は {count} 枚までです。</translation>
    </message>
    <message>
        <source>{name}: click to take it out</source>
        <translation>{name}：クリックで取り外し</translation>
    </message>
    <message>
        <source>Take out {name}</source>
        <translation>{name} を取り外す</translation>
    </message>
</context>
<context>
    <name>Lane</name>
    <message>
        <source>Model</source>
        <translation>モデル</translation>
    </message>
    <message>
        <source>Conversation</source>
        <translation>会話</translation>
    </message>
    <message>
        <source>Write something below, or see at once whether it works.</source>
        <translation>下に入力するか、すぐに動作を確かめてください。</translation>
    </message>
    <message>
        <source>Send a test request</source>
        <translation>テストリクエストを送る</translation>
    </message>
</context>
<context>
    <name>MessageView</name>
    <message>
        <source>Reasoning</source>
        <translation>推論</translation>
    </message>
    <message>
        <source>Show request and answer as sent</source>
        <translation>送信されたリクエストと回答を表示</translation>
    </message>
    <message>
        <source>Copy this message</source>
        <translation>このメッセージをコピー</translation>
    </message>
    <message>
        <source>Tool calls</source>
        <translation>ツール呼び出し</translation>
    </message>
    <message>
        <source>Error</source>
        <translation>エラー</translation>
    </message>
    <message>
        <source>You</source>
        <translation>あなた</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>モデル</translation>
    </message>
    <message>
        <source>Instruction</source>
        <translation>指示</translation>
    </message>
    <message>
        <source>Waiting for the first token …</source>
        <translation>最初のトークンを待っています…</translation>
    </message>
    <message>
        <source>Answering …</source>
        <translation>回答中…</translation>
    </message>
    <message>
        <source>Stopped</source>
        <translation>停止しました</translation>
    </message>
    <message>
        <source>first token after {time}</source>
        <translation>最初のトークンまで {time}</translation>
    </message>
    <message>
        <source>{prompt} tokens in, {completion} out</source>
        <translation>入力 {prompt}、出力 {completion} トークン</translation>
    </message>
    <message>
        <source>by {channel}</source>
        <translation>チャンネル {channel}</translation>
    </message>
    <message>
        <source>Picture</source>
        <translation>画像</translation>
    </message>
</context>
<context>
    <name>ParameterForm</name>
    <message>
        <source>System prompt</source>
        <translation>システムプロンプト</translation>
    </message>
    <message>
        <source>What the model is told first.</source>
        <translation>モデルに最初に伝える内容。</translation>
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
        <translation>回答の最大トークン数</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>シード</translation>
    </message>
    <message>
        <source>Reasoning effort</source>
        <translation>推論の強さ</translation>
    </message>
    <message>
        <source>For models that think before they answer.</source>
        <translation>考えてから答えるモデル向け。</translation>
    </message>
    <message>
        <source>Stream the answer</source>
        <translation>回答をストリーミング</translation>
    </message>
    <message>
        <source>the model&apos;s own</source>
        <translation>モデルの既定</translation>
    </message>
</context>
<context>
    <name>PlaygroundPage</name>
    <message>
        <source>Compare</source>
        <translation>比較</translation>
    </message>
    <message>
        <source>Parameters</source>
        <translation>パラメーター</translation>
    </message>
    <message>
        <source>New</source>
        <translation>新規</translation>
    </message>
    <message>
        <source>There is nothing to try yet: add a channel first.</source>
        <translation>まだ試せるものがありません。先にチャンネルを追加してください。</translation>
    </message>
    <message>
        <source>Go to Channels</source>
        <translation>チャンネルへ</translation>
    </message>
    <message>
        <source>Issue a token</source>
        <translation>トークンを発行</translation>
    </message>
    <message>
        <source>Token</source>
        <translation>トークン</translation>
    </message>
    <message>
        <source>Dialect</source>
        <translation>形式</translation>
    </message>
    <message>
        <source>The body of this request was not kept: turn on keeping bodies in Settings.</source>
        <translation>このリクエストの本文は保存されていません。設定で本文の保存を有効にしてください。</translation>
    </message>
    <message>
        <source>A new conversation has begun.</source>
        <translation>新しい会話を始めました。</translation>
    </message>
    <message>
        <source>Write something first.</source>
        <translation>先に何か入力してください。</translation>
    </message>
    <message>
        <source>Issue a token first: every request needs one.</source>
        <translation>先にトークンを発行してください。リクエストにはトークンが必要です。</translation>
    </message>
    <message>
        <source>Choose a model, or write its name.</source>
        <translation>モデルを選ぶか、名前を入力してください。</translation>
    </message>
    <message>
        <source>Every request needs a token, and there is none that may call.</source>
        <translation>リクエストにはトークンが必要ですが、使えるものがありません。</translation>
    </message>
    <message>
        <source>Left out, because the Playground cannot send it: {names}</source>
        <translation>プレイグラウンドでは送れないため省きました：{names}</translation>
    </message>
</context>
<context>
    <name>PlaygroundPanel</name>
    <message>
        <source>Open in Requests</source>
        <translation>リクエストで開く</translation>
    </message>
    <message>
        <source>Body</source>
        <translation>本文</translation>
    </message>
    <message>
        <source>Copy the request&apos;s body</source>
        <translation>リクエストの本文をコピー</translation>
    </message>
    <message>
        <source>Body, {bytes} bytes</source>
        <translation>本文、{bytes} バイト</translation>
    </message>
    <message>
        <source>The beginning of the body, {bytes} bytes in all</source>
        <translation>本文の先頭、全 {bytes} バイト</translation>
    </message>
    <message>
        <source>Copy the answer&apos;s body</source>
        <translation>回答の本文をコピー</translation>
    </message>
    <message>
        <source>Request</source>
        <translation>リクエスト</translation>
    </message>
    <message>
        <source>Headers of the request</source>
        <translation>リクエストのヘッダー</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>回答</translation>
    </message>
    <message>
        <source>Headers of the answer</source>
        <translation>回答のヘッダー</translation>
    </message>
    <message>
        <source>Parameters</source>
        <translation>パラメーター</translation>
    </message>
    <message>
        <source>As sent</source>
        <translation>送信内容</translation>
    </message>
</context>
</TS>
