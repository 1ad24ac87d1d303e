<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ja" sourcelanguage="en">
<context>
    <name>ChannelColumns</name>
    <message>
        <source>well</source>
        <translation>正常</translation>
    </message>
    <message>
        <source>resting</source>
        <translation>休止中</translation>
    </message>
    <message>
        <source>off</source>
        <translation>オフ</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>失敗</translation>
    </message>
    <message>
        <source>no requests in the last 24 hours</source>
        <translation>過去 24 時間のリクエストはありません</translation>
    </message>
    <message>
        <source>{count} requests in the last 24 hours, {share} answered</source>
        <translation>過去 24 時間に {count} リクエスト、{share} が成功</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名前</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状態</translation>
    </message>
    <message>
        <source>Last 24 h</source>
        <translation>24 時間</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>モデル</translation>
    </message>
    <message>
        <source>Provider</source>
        <translation>プロバイダー</translation>
    </message>
    <message>
        <source>Groups</source>
        <translation>グループ</translation>
    </message>
    <message>
        <source>Priority</source>
        <translation>優先度</translation>
    </message>
    <message>
        <source>The highest is tried first. Drag a row to move it, or press Alt+Up and Alt+Down.</source>
        <translation>値の高いものから順に試します。行をドラッグするか、Alt+↑ と Alt+↓ で動かせます。</translation>
    </message>
    <message>
        <source>Weight</source>
        <translation>重み</translation>
    </message>
    <message>
        <source>Channels of one priority share the requests by weight.</source>
        <translation>同じ優先度のチャンネルは、重みに応じてリクエストを分け合います。</translation>
    </message>
    <message>
        <source>Last test</source>
        <translation>最終テスト</translation>
    </message>
    <message>
        <source>Balance</source>
        <translation>残高</translation>
    </message>
    <message>
        <source>Spent</source>
        <translation>使用額</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>キー</translation>
    </message>
    <message>
        <source>Base URL</source>
        <translation>ベース URL</translation>
    </message>
    <message>
        <source>Added</source>
        <translation>追加日時</translation>
    </message>
    <message>
        <source>As the provider said {ago}</source>
        <translation>プロバイダーの回答：{ago}</translation>
    </message>
</context>
<context>
    <name>ChannelForm</name>
    <message>
        <source>Provider</source>
        <translation>プロバイダー</translation>
    </message>
    <message>
        <source>Named after the provider when left empty</source>
        <translation>空ならプロバイダー名になります</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名前</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>キー</translation>
    </message>
    <message>
        <source>Several keys</source>
        <translation>複数のキー</translation>
    </message>
    <message>
        <source>A channel for each.</source>
        <translation>それぞれにチャンネルを作ります。</translation>
    </message>
    <message>
        <source>Keys, one on each line</source>
        <translation>キー（1 行に 1 つ）</translation>
    </message>
    <message>
        <source>Base URL</source>
        <translation>ベース URL</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>モデル</translation>
    </message>
    <message>
        <source>More settings</source>
        <translation>その他の設定</translation>
    </message>
    <message>
        <source>Model mapping</source>
        <translation>モデルの対応付け</translation>
    </message>
    <message>
        <source>Clients ask for the left name, the upstream gets the right one.</source>
        <translation>クライアントは左の名前で呼び、上流には右の名前で送ります。</translation>
    </message>
    <message>
        <source>Groups</source>
        <translation>グループ</translation>
    </message>
    <message>
        <source>Who may use it; usually just default.</source>
        <translation>誰が使えるか。通常は default だけです。</translation>
    </message>
    <message>
        <source>Priority</source>
        <translation>優先度</translation>
    </message>
    <message>
        <source>The highest is tried first.</source>
        <translation>値の高いものから順に試します。</translation>
    </message>
    <message>
        <source>Weight</source>
        <translation>重み</translation>
    </message>
    <message>
        <source>Its share of the requests among channels of one priority.</source>
        <translation>同じ優先度のチャンネルの中で受け持つリクエストの割合です。</translation>
    </message>
    <message>
        <source>Model to test with</source>
        <translation>テストに使うモデル</translation>
    </message>
    <message>
        <source>Switch off by itself</source>
        <translation>自動でオフにする</translation>
    </message>
    <message>
        <source>When the key is refused or the account is empty. A passed test switches it on again.</source>
        <translation>キーが拒否されたとき、または残高がなくなったとき。テストに通ると再びオンになります。</translation>
    </message>
    <message>
        <source>Proxy</source>
        <translation>プロキシ</translation>
    </message>
    <message>
        <source>http, https or socks5; empty uses the settings&apos;.</source>
        <translation>http、https、socks5。空なら設定のプロキシを使います。</translation>
    </message>
    <message>
        <source>Headers to add</source>
        <translation>追加するヘッダー</translation>
    </message>
    <message>
        <source>Parameters to set</source>
        <translation>上書きするパラメーター</translation>
    </message>
    <message>
        <source>A JSON object; its fields take the place of those in each request.</source>
        <translation>JSON オブジェクト。各リクエストの同名の項目を置き換えます。</translation>
    </message>
    <message>
        <source>System prompt</source>
        <translation>システムプロンプト</translation>
    </message>
    <message>
        <source>Put before the messages of each chat.</source>
        <translation>各チャットのメッセージの前に置かれます。</translation>
    </message>
    <message>
        <source>secret</source>
        <translation>秘密</translation>
    </message>
    <message>
        <source>line {line}: {error}</source>
        <translation>{line} 行目：{error}</translation>
    </message>
    <message>
        <source>Only for a mirror or a server of your own.</source>
        <translation>ミラーや自前のサーバーを使うときだけ。</translation>
    </message>
    <message>
        <source>Where the server is; this provider has no address of its own.</source>
        <translation>サーバーの場所。このプロバイダーには決まったアドレスがありません。</translation>
    </message>
    <message>
        <source>These are several lines. A channel has one key.</source>
        <translation>複数行あります。チャンネルのキーは 1 つです。</translation>
    </message>
    <message>
        <source>the one that is cheapest to test</source>
        <translation>テストが最も安いもの</translation>
    </message>
</context>
<context>
    <name>ChannelModels</name>
    <message>
        <source>Fetch models</source>
        <translation>モデルを取得</translation>
    </message>
    <message>
        <source>Ask the upstream which models it has</source>
        <translation>上流にどのモデルがあるか尋ねる</translation>
    </message>
    <message>
        <source>Fill in the usual ones</source>
        <translation>よく使うものを入れる</translation>
    </message>
    <message numerus="yes">
        <source>%n model(s)</source>
        <translation>
            <numerusform>%n モデル</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ChannelPanel</name>
    <message>
        <source>Switch on</source>
        <translation>オンにする</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>削除</translation>
    </message>
    <message>
        <source>Remove the channel and its key (Delete in the table)</source>
        <translation>チャンネルとそのキーを削除する（表では Delete）</translation>
    </message>
    <message>
        <source>Waiting for an answer …</source>
        <translation>回答を待っています…</translation>
    </message>
    <message>
        <source>Add a channel</source>
        <translation>チャンネルを追加</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>追加</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>中止</translation>
    </message>
    <message>
        <source>Test</source>
        <translation>テスト</translation>
    </message>
    <message>
        <source>The gateway switched it off: {reason}</source>
        <translation>ゲートウェイがオフにしました：{reason}</translation>
    </message>
    <message>
        <source>It rests: {reason}</source>
        <translation>休止中：{reason}</translation>
    </message>
</context>
<context>
    <name>ChannelsPage</name>
    <message>
        <source>Channels</source>
        <translation>チャンネル</translation>
    </message>
    <message>
        <source>Find local servers</source>
        <translation>ローカルのサーバーを探す</translation>
    </message>
    <message>
        <source>Add a channel</source>
        <translation>チャンネルを追加</translation>
    </message>
    <message>
        <source>Search channels, models and addresses</source>
        <translation>チャンネル、モデル、アドレスを検索</translation>
    </message>
    <message>
        <source>Test all</source>
        <translation>すべてテスト</translation>
    </message>
    <message>
        <source>Refresh balances</source>
        <translation>残高を更新</translation>
    </message>
    <message>
        <source>Choose columns</source>
        <translation>列を選ぶ</translation>
    </message>
    <message>
        <source>There is no channel yet: add the key of a provider.</source>
        <translation>まだチャンネルがありません。プロバイダーのキーを追加してください。</translation>
    </message>
    <message>
        <source>{name} is added.</source>
        <translation>{name} を追加しました。</translation>
    </message>
    <message numerus="yes">
        <source>%n channel(s) are added.</source>
        <translation>
            <numerusform>%n 個のチャンネルを追加しました。</numerusform>
        </translation>
    </message>
    <message>
        <source>{name} is saved.</source>
        <translation>{name} を保存しました。</translation>
    </message>
    <message>
        <source>{name} is switched on.</source>
        <translation>{name} をオンにしました。</translation>
    </message>
    <message>
        <source>{name} is switched off.</source>
        <translation>{name} をオフにしました。</translation>
    </message>
    <message>
        <source>{name} has priority {number} now.</source>
        <translation>{name} の優先度は {number} になりました。</translation>
    </message>
    <message>
        <source>{name} is removed.</source>
        <translation>{name} を削除しました。</translation>
    </message>
    <message numerus="yes">
        <source>%n channel(s) are removed.</source>
        <translation>
            <numerusform>%n 個のチャンネルを削除しました。</numerusform>
        </translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>編集</translation>
    </message>
    <message>
        <source>Test</source>
        <translation>テスト</translation>
    </message>
    <message>
        <source>Refresh the balance</source>
        <translation>残高を更新</translation>
    </message>
    <message>
        <source>Show its requests</source>
        <translation>このチャンネルのリクエストを見る</translation>
    </message>
    <message>
        <source>Try it earlier</source>
        <translation>先に試す</translation>
    </message>
    <message>
        <source>Try it later</source>
        <translation>後に試す</translation>
    </message>
    <message>
        <source>Switch off</source>
        <translation>オフにする</translation>
    </message>
    <message>
        <source>Switch on</source>
        <translation>オンにする</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>削除</translation>
    </message>
</context>
<context>
    <name>HeaderLines</name>
    <message>
        <source>Remove these headers</source>
        <translation>これらのヘッダーを削除</translation>
    </message>
    <message>
        <source>Stored: {names}. What is written below takes their place.</source>
        <translation>保存済み：{names}。下に書いた内容で置き換わります。</translation>
    </message>
    <message>
        <source>The stored headers will be removed.</source>
        <translation>保存済みのヘッダーは削除されます。</translation>
    </message>
</context>
<context>
    <name>MappingEditor</name>
    <message>
        <source>Map a model</source>
        <translation>モデルを対応付ける</translation>
    </message>
    <message>
        <source>asked for</source>
        <translation>呼ばれる名前</translation>
    </message>
    <message>
        <source>upstream</source>
        <translation>上流の名前</translation>
    </message>
    <message>
        <source>Model that clients ask for</source>
        <translation>クライアントが呼ぶモデル</translation>
    </message>
    <message>
        <source>Model of the upstream</source>
        <translation>上流のモデル</translation>
    </message>
    <message>
        <source>Remove this mapping</source>
        <translation>この対応付けを削除</translation>
    </message>
</context>
<context>
    <name>ModelPicker</name>
    <message>
        <source>All</source>
        <translation>すべて</translation>
    </message>
    <message>
        <source>Take all that are listed</source>
        <translation>表示中のものをすべて選ぶ</translation>
    </message>
    <message>
        <source>None</source>
        <translation>なし</translation>
    </message>
    <message>
        <source>Take none of those that are listed</source>
        <translation>表示中のものを選ばない</translation>
    </message>
    <message>
        <source>Close the list</source>
        <translation>一覧を閉じる</translation>
    </message>
    <message>
        <source>Search models</source>
        <translation>モデルを検索</translation>
    </message>
    <message>
        <source>Models of the upstream</source>
        <translation>上流のモデル</translation>
    </message>
    <message numerus="yes">
        <source>%n offered</source>
        <translation>
            <numerusform>上流に %n 個</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ProviderChoice</name>
    <message>
        <source>Type to search</source>
        <translation>入力して検索</translation>
    </message>
</context>
<context>
    <name>ResultCard</name>
    <message>
        <source>Dismiss</source>
        <translation>閉じる</translation>
    </message>
    <message>
        <source>{model} answered in {took}</source>
        <translation>{model} が {took} で応答しました</translation>
    </message>
    <message>
        <source>{model} did not answer</source>
        <translation>{model} は応答しませんでした</translation>
    </message>
    <message>
        <source>The channel</source>
        <translation>チャンネル</translation>
    </message>
</context>
<context>
    <name>Rounds</name>
    <message>
        <source>Testing channels …</source>
        <translation>チャンネルをテストしています…</translation>
    </message>
    <message>
        <source>Testing {name}</source>
        <translation>{name} をテストしています</translation>
    </message>
    <message>
        <source>None of the channels has a provider that tells its balance.</source>
        <translation>残高を教えてくれるプロバイダーのチャンネルはありません。</translation>
    </message>
    <message>
        <source>Asking for balances …</source>
        <translation>残高を問い合わせています…</translation>
    </message>
    <message>
        <source>Testing channels: {done} of {total}</source>
        <translation>チャンネルをテスト中：{done} / {total}</translation>
    </message>
    <message numerus="yes">
        <source>%n channel(s) answered.</source>
        <translation>
            <numerusform>%n 個のチャンネルが応答しました。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n channel(s) did not answer: {names}</source>
        <translation>
            <numerusform>%n 個のチャンネルが応答しませんでした：{names}</numerusform>
        </translation>
    </message>
    <message>
        <source>Show</source>
        <translation>表示</translation>
    </message>
    <message>
        <source>Asking {name} for its balance</source>
        <translation>{name} の残高を問い合わせています</translation>
    </message>
    <message>
        <source>{name} did not tell its balance: {error}</source>
        <translation>{name} の残高がわかりません：{error}</translation>
    </message>
    <message numerus="yes">
        <source>%n balance(s) are up to date.</source>
        <translation>
            <numerusform>%n 件の残高を更新しました。</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ServersPanel</name>
    <message>
        <source>Look again</source>
        <translation>もう一度探す</translation>
    </message>
    <message>
        <source>Servers on this machine</source>
        <translation>このマシンのサーバー</translation>
    </message>
    <message>
        <source>Looking at the usual ports …</source>
        <translation>よく使われるポートを調べています…</translation>
    </message>
    <message numerus="yes">
        <source>%n server(s) answered.</source>
        <translation>
            <numerusform>%n 個のサーバーが応答しました。</numerusform>
        </translation>
    </message>
    <message>
        <source>None answered. Start Ollama, LM Studio, llama.cpp, vLLM, LocalAI or Jan, and look again.</source>
        <translation>応答がありません。Ollama、LM Studio、llama.cpp、vLLM、LocalAI、Jan のいずれかを起動して、もう一度探してください。</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>追加</translation>
    </message>
    <message>
        <source>Add {server}</source>
        <translation>{server} を追加</translation>
    </message>
    <message>
        <source>The channel {channel} uses it already.</source>
        <translation>チャンネル {channel} がすでに使っています。</translation>
    </message>
    <message>
        <source>It asks for a key before it tells its models.</source>
        <translation>モデルを知るにはキーが必要です。</translation>
    </message>
    <message>
        <source>It has no model yet. Load one there first.</source>
        <translation>まだモデルがありません。先にそちらで読み込んでください。</translation>
    </message>
</context>
</TS>
