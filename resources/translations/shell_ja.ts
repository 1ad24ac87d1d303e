<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ja" sourcelanguage="en">
<context>
    <name>Command</name>
    <message>
        <source>Find anything</source>
        <translation>何でも検索</translation>
    </message>
    <message>
        <source>Open the window</source>
        <translation>ウィンドウを開く</translation>
    </message>
    <message>
        <source>Close the window</source>
        <translation>ウィンドウを閉じる</translation>
    </message>
    <message>
        <source>Show all shortcuts</source>
        <translation>すべてのショートカットを表示</translation>
    </message>
    <message>
        <source>First steps</source>
        <translation>はじめに</translation>
    </message>
    <message>
        <source>Copy base URL</source>
        <translation>ベース URL をコピー</translation>
    </message>
    <message>
        <source>Pause the gateway</source>
        <translation>ゲートウェイを一時停止</translation>
    </message>
    <message>
        <source>Resume the gateway</source>
        <translation>ゲートウェイを再開</translation>
    </message>
    <message>
        <source>Share on the LAN</source>
        <translation>LAN で共有</translation>
    </message>
    <message>
        <source>Switch between light and dark</source>
        <translation>ライトとダークを切り替え</translation>
    </message>
    <message>
        <source>Refresh</source>
        <translation>更新</translation>
    </message>
    <message>
        <source>Search on this page</source>
        <translation>このページで検索</translation>
    </message>
    <message>
        <source>New entry</source>
        <translation>新規作成</translation>
    </message>
    <message>
        <source>Undo the last action</source>
        <translation>直前の操作を元に戻す</translation>
    </message>
    <message>
        <source>Add a channel</source>
        <translation>チャンネルを追加</translation>
    </message>
    <message>
        <source>Test all channels</source>
        <translation>すべてのチャンネルをテスト</translation>
    </message>
    <message>
        <source>Refresh all balances</source>
        <translation>すべての残高を更新</translation>
    </message>
    <message>
        <source>Find model servers on this machine</source>
        <translation>このマシンのモデルサーバーを探す</translation>
    </message>
    <message>
        <source>Issue a token</source>
        <translation>トークンを発行</translation>
    </message>
    <message>
        <source>Follow new requests</source>
        <translation>新しいリクエストを追う</translation>
    </message>
    <message>
        <source>Show all requests</source>
        <translation>すべて表示</translation>
    </message>
    <message>
        <source>Replay the request in the Playground</source>
        <translation>リクエストをプレイグラウンドで再実行</translation>
    </message>
    <message>
        <source>Copy the request as curl</source>
        <translation>リクエストを curl としてコピー</translation>
    </message>
    <message>
        <source>Choose columns</source>
        <translation>列を選ぶ</translation>
    </message>
    <message>
        <source>Export requests</source>
        <translation>リクエストをエクスポート</translation>
    </message>
    <message>
        <source>New conversation</source>
        <translation>新しい会話</translation>
    </message>
    <message>
        <source>Send a test request</source>
        <translation>テストリクエストを送る</translation>
    </message>
    <message>
        <source>Compare two models</source>
        <translation>2 つのモデルを比較</translation>
    </message>
    <message>
        <source>Parameters of requests</source>
        <translation>リクエストのパラメーター</translation>
    </message>
    <message>
        <source>Stop the answer</source>
        <translation>回答を止める</translation>
    </message>
    <message>
        <source>Back up now</source>
        <translation>今すぐバックアップ</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>終了</translation>
    </message>
</context>
<context>
    <name>Desktop</name>
    <message>
        <source>One API Desktop goes on serving in the tray. Quit it from the tray&apos;s menu.</source>
        <translation>One API Desktop はトレイで稼働を続けます。終了するにはトレイのメニューを使ってください。</translation>
    </message>
    <message>
        <source>This desktop has no tray, so the window was minimised and the gateway goes on serving.</source>
        <translation>このデスクトップにはトレイがないため、ウィンドウを最小化しました。ゲートウェイは稼働を続けます。</translation>
    </message>
</context>
<context>
    <name>DrainSheet</name>
    <message>
        <source>Quitting</source>
        <translation>終了しています</translation>
    </message>
    <message>
        <source>Quit now</source>
        <translation>今すぐ終了</translation>
    </message>
    <message>
        <source>Open requests are cut off.</source>
        <translation>処理中のリクエストは打ち切られます。</translation>
    </message>
    <message numerus="yes">
        <source>Waiting for %n open request(s) to finish.</source>
        <translation>
            <numerusform>%n 件のリクエストの完了を待っています。</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>FirstSteps</name>
    <message>
        <source>First steps</source>
        <translation>はじめに</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>戻る</translation>
    </message>
    <message>
        <source>Connect a tool</source>
        <translation>ツールを接続</translation>
    </message>
    <message>
        <source>Not now</source>
        <translation>あとで</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>完了</translation>
    </message>
    <message>
        <source>Test and go on</source>
        <translation>テストして次へ</translation>
    </message>
</context>
<context>
    <name>Formats</name>
    <message>
        <source>never</source>
        <translation>なし</translation>
    </message>
    <message>
        <source>just now</source>
        <translation>たった今</translation>
    </message>
    <message>
        <source>{count} min ago</source>
        <translation>{count} 分前</translation>
    </message>
    <message>
        <source>{count} h ago</source>
        <translation>{count} 時間前</translation>
    </message>
    <message>
        <source>{count} d ago</source>
        <translation>{count} 日前</translation>
    </message>
</context>
<context>
    <name>KeyStep</name>
    <message>
        <source>The key stays on this machine, in its keyring. One short request tells whether it works.</source>
        <translation>キーはこのマシンのキーリングに保存されます。短いリクエスト 1 回で使えるかどうかを確かめます。</translation>
    </message>
    <message>
        <source>Add it all the same</source>
        <translation>それでも追加する</translation>
    </message>
    <message>
        <source>Testing the key …</source>
        <translation>キーをテストしています…</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>Copied</source>
        <translation>コピーしました</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>再試行</translation>
    </message>
    <message>
        <source>Page</source>
        <translation>ページ</translation>
    </message>
</context>
<context>
    <name>Notification</name>
    <message>
        <source>{channel} was switched off</source>
        <translation>{channel} がオフになりました</translation>
    </message>
    <message>
        <source>Its upstream refused the key or the account.</source>
        <translation>アップストリームがキーまたはアカウントを拒否しました。</translation>
    </message>
    <message>
        <source>{channel} works again</source>
        <translation>{channel} が回復しました</translation>
    </message>
    <message>
        <source>Its test passed, and it takes requests from now on.</source>
        <translation>テストに通り、これからリクエストを受け付けます。</translation>
    </message>
    <message>
        <source>A new device uses the gateway</source>
        <translation>新しい端末がゲートウェイを使っています</translation>
    </message>
    <message>
        <source>{address}, with the token {token}</source>
        <translation>{address}、トークン {token}</translation>
    </message>
    <message>
        <source>The gateway is not running</source>
        <translation>ゲートウェイが動作していません</translation>
    </message>
    <message>
        <source>{token} has used up its budget</source>
        <translation>{token} が予算を使い切りました</translation>
    </message>
    <message>
        <source>{token} has used {percent} % of its budget</source>
        <translation>{token} が予算の {percent} % を使いました</translation>
    </message>
    <message>
        <source>{spent} of {limit} for today</source>
        <translation>今日 {spent} / {limit}</translation>
    </message>
    <message>
        <source>{spent} of {limit} for this week</source>
        <translation>今週 {spent} / {limit}</translation>
    </message>
    <message>
        <source>{spent} of {limit} for this month</source>
        <translation>今月 {spent} / {limit}</translation>
    </message>
    <message>
        <source>{spent} of {limit} in all</source>
        <translation>合計 {spent} / {limit}</translation>
    </message>
</context>
<context>
    <name>Page</name>
    <message>
        <source>Overview</source>
        <translation>概要</translation>
    </message>
    <message>
        <source>What is happening, and what does it cost?</source>
        <translation>何が起きていて、いくらかかっているか</translation>
    </message>
    <message>
        <source>Requests</source>
        <translation>リクエスト</translation>
    </message>
    <message>
        <source>Why was that slow, dear, or wrong?</source>
        <translation>なぜ遅い、高い、または失敗したのか</translation>
    </message>
    <message>
        <source>Channels</source>
        <translation>チャンネル</translation>
    </message>
    <message>
        <source>Which upstreams do I have, and are they well?</source>
        <translation>どの上流があり、正常に動いているか</translation>
    </message>
    <message>
        <source>Tokens</source>
        <translation>トークン</translation>
    </message>
    <message>
        <source>Who may use what?</source>
        <translation>誰が何を使えるか</translation>
    </message>
    <message>
        <source>Models &amp; prices</source>
        <translation>モデルと価格</translation>
    </message>
    <message>
        <source>What can I call, and what does it cost?</source>
        <translation>何を呼び出せて、いくらかかるか</translation>
    </message>
    <message>
        <source>Playground</source>
        <translation>プレイグラウンド</translation>
    </message>
    <message>
        <source>Does it work?</source>
        <translation>動くかどうか</translation>
    </message>
    <message>
        <source>Connect</source>
        <translation>接続</translation>
    </message>
    <message>
        <source>How do I point my tool here?</source>
        <translation>ツールをここに向けるには</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>設定</translation>
    </message>
    <message>
        <source>How should it behave?</source>
        <translation>どのように動かすか</translation>
    </message>
</context>
<context>
    <name>Palette</name>
    <message>
        <source>Find anything</source>
        <translation>何でも検索</translation>
    </message>
    <message>
        <source>Go to a page, channel, token or model, or run an action</source>
        <translation>ページ、チャンネル、トークン、モデルへ移動、または操作を実行</translation>
    </message>
    <message>
        <source>Results</source>
        <translation>結果</translation>
    </message>
    <message>
        <source>Page</source>
        <translation>ページ</translation>
    </message>
    <message>
        <source>Action</source>
        <translation>操作</translation>
    </message>
    <message>
        <source>Channel</source>
        <translation>チャンネル</translation>
    </message>
    <message>
        <source>Token</source>
        <translation>トークン</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>モデル</translation>
    </message>
</context>
<context>
    <name>ProgressRow</name>
    <message>
        <source>Cancel</source>
        <translation>キャンセル</translation>
    </message>
</context>
<context>
    <name>Provider</name>
    <message>
        <source>OpenAI compatible</source>
        <translation>OpenAI 互換</translation>
    </message>
    <message>
        <source>Gemini (OpenAI compatible)</source>
        <translation>Gemini（OpenAI 互換）</translation>
    </message>
    <message>
        <source>Custom (an origin; /v1/… is appended)</source>
        <translation>カスタム（オリジン。/v1/… が付きます）</translation>
    </message>
    <message>
        <source>DeepL (translation as chat)</source>
        <translation>DeepL（チャットとして翻訳）</translation>
    </message>
    <message>
        <source>llama.cpp server</source>
        <translation>llama.cpp サーバー</translation>
    </message>
    <message>
        <source>Hugging Face (inference providers)</source>
        <translation>Hugging Face（推論プロバイダー）</translation>
    </message>
    <message>
        <source>Raw proxy (/v1/oneapi/proxy/CHANNEL-ID/…)</source>
        <translation>そのまま中継（/v1/oneapi/proxy/チャンネル ID/…）</translation>
    </message>
    <message>
        <source>Echo (built in, no network)</source>
        <translation>Echo（内蔵、ネットワーク不要）</translation>
    </message>
    <message>
        <source>API key</source>
        <translation>API キー</translation>
    </message>
    <message>
        <source>an API key that begins with sk-</source>
        <translation>sk- で始まる API キー</translation>
    </message>
    <message>
        <source>whatever the server expects, or nothing</source>
        <translation>サーバーが求めるもの、または空</translation>
    </message>
    <message>
        <source>a key of the Azure resource, or the Entra ID fields</source>
        <translation>Azure リソースのキー、または Entra ID の各欄</translation>
    </message>
    <message>
        <source>an API key that begins with sk-or-</source>
        <translation>sk-or- で始まる API キー</translation>
    </message>
    <message>
        <source>a key that begins with bce-v3/</source>
        <translation>bce-v3/ で始まるキー</translation>
    </message>
    <message>
        <source>an APIPassword, or APIKey:APISecret</source>
        <translation>APIPassword、または APIKey:APISecret</translation>
    </message>
    <message>
        <source>a Google AI Studio API key</source>
        <translation>Google AI Studio の API キー</translation>
    </message>
    <message>
        <source>an app key (fastgpt-…), or APIKey-AppId</source>
        <translation>アプリのキー（fastgpt-…）、または APIKey-AppId</translation>
    </message>
    <message>
        <source>an API key that begins with sk-ant-</source>
        <translation>sk-ant- で始まる API キー</translation>
    </message>
    <message>
        <source>an API key, or Region|ProjectId|JSON; a service account&apos;s JSON may also go into vertex_ai_adc</source>
        <translation>API キー、または Region|ProjectId|JSON。サービスアカウントの JSON は認証情報の欄にも書けます</translation>
    </message>
    <message>
        <source>a Bedrock API key, or AccessKey|SecretKey|Region; or the fields ak and sk</source>
        <translation>Bedrock の API キー、または AccessKey|SecretKey|Region。ak と sk の欄でもかまいません</translation>
    </message>
    <message>
        <source>nothing for a local server; an API key for https://ollama.com</source>
        <translation>ローカルのサーバーなら空。https://ollama.com なら API キー</translation>
    </message>
    <message>
        <source>an API token with the permission Workers AI</source>
        <translation>Workers AI 権限のある API トークン</translation>
    </message>
    <message>
        <source>an API token that begins with r8_</source>
        <translation>r8_ で始まる API トークン</translation>
    </message>
    <message>
        <source>an authentication key; those of free accounts end in :fx</source>
        <translation>認証キー。無料アカウントのものは :fx で終わります</translation>
    </message>
    <message>
        <source>nothing, or the key the server was started with</source>
        <translation>空、またはサーバーの起動時に指定したキー</translation>
    </message>
    <message>
        <source>the key set in Jan&apos;s local API server</source>
        <translation>Jan のローカル API サーバーで設定したキー</translation>
    </message>
    <message>
        <source>a GitHub token with the permission models:read</source>
        <translation>models:read 権限のある GitHub トークン</translation>
    </message>
    <message>
        <source>an API key that begins with pplx-</source>
        <translation>pplx- で始まる API キー</translation>
    </message>
    <message>
        <source>an API key that begins with fw_</source>
        <translation>fw_ で始まる API キー</translation>
    </message>
    <message>
        <source>an API key that begins with csk-</source>
        <translation>csk- で始まる API キー</translation>
    </message>
    <message>
        <source>an API key that begins with nvapi-</source>
        <translation>nvapi- で始まる API キー</translation>
    </message>
    <message>
        <source>a token that begins with hf_</source>
        <translation>hf_ で始まるトークン</translation>
    </message>
    <message>
        <source>an API key that begins with jina_</source>
        <translation>jina_ で始まる API キー</translation>
    </message>
    <message>
        <source>an API key that begins with pa-</source>
        <translation>pa- で始まる API キー</translation>
    </message>
    <message>
        <source>the whole value of the Authorization header, such as &apos;Bearer sk-…&apos;</source>
        <translation>Authorization ヘッダーの値全体。例：「Bearer sk-…」</translation>
    </message>
    <message>
        <source>an API key of Model Studio (Bailian) that begins with sk-</source>
        <translation>Model Studio（百煉）の API キー。sk- で始まります</translation>
    </message>
    <message>
        <source>APIKey|SecretKey</source>
        <translation>APIKey|SecretKey</translation>
    </message>
    <message>
        <source>an API key of TokenHub; AppId|SecretId|SecretKey for the former interface</source>
        <translation>TokenHub の API キー。旧インターフェースでは AppId|SecretId|SecretKey</translation>
    </message>
    <message>
        <source>an API key of the form id.secret</source>
        <translation>id.secret 形式の API キー</translation>
    </message>
    <message>
        <source>APPID|APISecret|APIKey</source>
        <translation>APPID|APISecret|APIKey</translation>
    </message>
    <message>
        <source>a personal access token (pat_…), or the fields of an OAuth application; models are bots&apos; ids</source>
        <translation>個人アクセストークン（pat_…）、または OAuth アプリの各欄。モデルはボットの ID です</translation>
    </message>
    <message>
        <source>an API key of Ark; models are named by their id, or by that of an endpoint (ep-…)</source>
        <translation>Ark の API キー。モデルは ID、またはエンドポイントの ID（ep-…）で指定します</translation>
    </message>
    <message>
        <source>none</source>
        <translation>なし</translation>
    </message>
    <message>
        <source>a Google API key; Google itself has shut PaLM down</source>
        <translation>Google の API キー。PaLM は Google が提供を終了しました</translation>
    </message>
    <message>
        <source>Wire formats the server speaks, best first, such as openai-chat,anthropic</source>
        <translation>サーバーが話すワイヤー形式（優先順）。例：openai-chat,anthropic</translation>
    </message>
    <message>
        <source>API version; empty uses the v1 surface without versions</source>
        <translation>API バージョン。空ならバージョンなしの v1 を使います</translation>
    </message>
    <message>
        <source>Entra ID: tenant</source>
        <translation>Entra ID：テナント</translation>
    </message>
    <message>
        <source>Entra ID: application (client) id</source>
        <translation>Entra ID：アプリケーション（クライアント）ID</translation>
    </message>
    <message>
        <source>Entra ID: client secret</source>
        <translation>Entra ID：クライアントシークレット</translation>
    </message>
    <message>
        <source>Entra ID: an access token of your own</source>
        <translation>Entra ID：自分で用意したアクセストークン</translation>
    </message>
    <message>
        <source>Entra ID: sign-in address of a sovereign cloud</source>
        <translation>Entra ID：ソブリンクラウドのサインイン先</translation>
    </message>
    <message>
        <source>Entra ID: scope; empty asks for Cognitive Services</source>
        <translation>Entra ID：スコープ。空なら Cognitive Services</translation>
    </message>
    <message>
        <source>API version; empty uses v1beta</source>
        <translation>API バージョン。空なら v1beta</translation>
    </message>
    <message>
        <source>Location, such as us-central1, eu or global</source>
        <translation>ロケーション。例：us-central1、eu、global</translation>
    </message>
    <message>
        <source>Project id; empty takes it from the credentials</source>
        <translation>プロジェクト ID。空なら認証情報から</translation>
    </message>
    <message>
        <source>Service account or application default credentials (JSON)</source>
        <translation>サービスアカウントまたはアプリケーションのデフォルト認証情報（JSON）</translation>
    </message>
    <message>
        <source>Region, such as us-east-1</source>
        <translation>リージョン。例：us-east-1</translation>
    </message>
    <message>
        <source>Access key id</source>
        <translation>アクセスキー ID</translation>
    </message>
    <message>
        <source>Secret access key</source>
        <translation>シークレットアクセスキー</translation>
    </message>
    <message>
        <source>Session token of temporary credentials</source>
        <translation>一時的な認証情報のセッショントークン</translation>
    </message>
    <message>
        <source>Region of inference profiles to ask through: us, eu, apac, global …</source>
        <translation>使う推論プロファイルの地域：us、eu、apac、global…</translation>
    </message>
    <message>
        <source>Account id; not needed with an AI gateway&apos;s address</source>
        <translation>アカウント ID。AI Gateway のアドレスを使うなら不要</translation>
    </message>
    <message>
        <source>AI gateway to log and cache through</source>
        <translation>記録とキャッシュに使う AI Gateway</translation>
    </message>
    <message>
        <source>Wire formats to ask in, best first; cloudflare is the native one</source>
        <translation>使うワイヤー形式（優先順）。cloudflare が独自形式です</translation>
    </message>
    <message>
        <source>OAuth application: fingerprint of its public key</source>
        <translation>OAuth アプリ：公開鍵のフィンガープリント</translation>
    </message>
    <message>
        <source>OAuth application: its id</source>
        <translation>OAuth アプリ：ID</translation>
    </message>
    <message>
        <source>OAuth application: its private key (PEM)</source>
        <translation>OAuth アプリ：秘密鍵（PEM）</translation>
    </message>
    <message>
        <source>Plugin to use, as X-DashScope-Plugin</source>
        <translation>使うプラグイン（X-DashScope-Plugin）</translation>
    </message>
    <message>
        <source>User whom the bots talk to; empty takes the request&apos;s</source>
        <translation>ボットの相手となるユーザー。空ならリクエストのもの</translation>
    </message>
    <message>
        <source>Version for models whose name tells none, such as v3.5</source>
        <translation>名前に版のないモデルに使うバージョン。例：v3.5</translation>
    </message>
    <message>
        <source>Wire formats to ask in, best first: openai-chat, anthropic</source>
        <translation>使うワイヤー形式（優先順）：openai-chat、anthropic</translation>
    </message>
    <message>
        <source>Wire formats to ask in, best first: openai-chat, anthropic; tencent-hunyuan is the former interface</source>
        <translation>使うワイヤー形式（優先順）：openai-chat、anthropic。tencent-hunyuan は旧インターフェース</translation>
    </message>
    <message>
        <source>v2 for the former interface; empty uses v3</source>
        <translation>v2 は旧インターフェース。空なら v3</translation>
    </message>
    <message>
        <source>Id of the library</source>
        <translation>ライブラリの ID</translation>
    </message>
</context>
<context>
    <name>ProviderStep</name>
    <message>
        <source>Whose models do you want to call?</source>
        <translation>どこのモデルを呼び出しますか？</translation>
    </message>
    <message>
        <source>Another one:</source>
        <translation>その他：</translation>
    </message>
    <message>
        <source>Another provider</source>
        <translation>ほかのプロバイダー</translation>
    </message>
    <message>
        <source>Choose</source>
        <translation>選ぶ</translation>
    </message>
    <message>
        <source>No key at hand?</source>
        <translation>キーがありませんか？</translation>
    </message>
    <message>
        <source>Try without a key</source>
        <translation>キーなしで試す</translation>
    </message>
    <message>
        <source>The built-in echo answers, without any network</source>
        <translation>内蔵の echo が、ネットワークなしで答えます</translation>
    </message>
    <message numerus="yes">
        <source>{server} runs on this machine, with %n model(s)</source>
        <translation>
            <numerusform>{server} がこのマシンで動いています（%n モデル）</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Rail</name>
    <message>
        <source>Copy base URL</source>
        <translation>ベース URL をコピー</translation>
    </message>
    <message>
        <source>LAN</source>
        <translation>LAN</translation>
    </message>
    <message>
        <source>Others on the local network can reach this gateway</source>
        <translation>ローカルネットワーク上の他の機器からこのゲートウェイに接続できます</translation>
    </message>
    <message>
        <source>Pages</source>
        <translation>ページ</translation>
    </message>
</context>
<context>
    <name>ReadyStep</name>
    <message>
        <source>Put these into any tool that can call OpenAI:</source>
        <translation>OpenAI を呼び出せるツールに、次を設定してください：</translation>
    </message>
    <message>
        <source>Base URL</source>
        <translation>ベース URL</translation>
    </message>
    <message>
        <source>API key</source>
        <translation>API キー</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>モデル</translation>
    </message>
    <message>
        <source>Send a test request</source>
        <translation>テストリクエストを送る</translation>
    </message>
    <message>
        <source>It is on the Overview behind this sheet, and under Requests with all that happened.</source>
        <translation>背後の概要に表示され、詳しくは「リクエスト」で見られます。</translation>
    </message>
    <message>
        <source>Waiting for an answer …</source>
        <translation>回答を待っています…</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>コピー</translation>
    </message>
</context>
<context>
    <name>SecretLine</name>
    <message>
        <source>Show or hide what is written</source>
        <translation>入力内容を表示または隠す</translation>
    </message>
    <message>
        <source>Forget what is stored</source>
        <translation>保存済みのものを消す</translation>
    </message>
    <message>
        <source>stored ({hint}); empty keeps it</source>
        <translation>保存済み（{hint}）。空なら変わりません</translation>
    </message>
    <message>
        <source>will be forgotten</source>
        <translation>削除されます</translation>
    </message>
</context>
<context>
    <name>ShortcutSheet</name>
    <message>
        <source>Shortcuts</source>
        <translation>ショートカット</translation>
    </message>
</context>
<context>
    <name>SidePanel</name>
    <message>
        <source>Close the panel</source>
        <translation>パネルを閉じる</translation>
    </message>
</context>
<context>
    <name>State</name>
    <message>
        <source>Starting</source>
        <translation>起動中</translation>
    </message>
    <message>
        <source>Serving</source>
        <translation>稼働中</translation>
    </message>
    <message>
        <source>Degraded</source>
        <translation>一部に問題</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>一時停止中</translation>
    </message>
    <message>
        <source>Stopping</source>
        <translation>停止中</translation>
    </message>
    <message>
        <source>Not running</source>
        <translation>停止</translation>
    </message>
</context>
<context>
    <name>StepLine</name>
    <message>
        <source>Provider</source>
        <translation>プロバイダー</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>キー</translation>
    </message>
    <message>
        <source>First answer</source>
        <translation>最初の回答</translation>
    </message>
    <message>
        <source>Step {number} of {count}: {name}</source>
        <translation>ステップ {number} / {count}：{name}</translation>
    </message>
</context>
<context>
    <name>Toasts</name>
    <message>
        <source>Dismiss</source>
        <translation>閉じる</translation>
    </message>
</context>
<context>
    <name>Tray</name>
    <message>
        <source>Copy token</source>
        <translation>トークンをコピー</translation>
    </message>
    <message>
        <source>Channels</source>
        <translation>チャンネル</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>設定</translation>
    </message>
    <message numerus="yes">
        <source>%n request(s)</source>
        <translation>
            <numerusform>%n 件のリクエスト</numerusform>
        </translation>
    </message>
    <message>
        <source>{money} today</source>
        <translation>本日 {money}</translation>
    </message>
</context>
<context>
    <name>UndoBar</name>
    <message>
        <source>Undo</source>
        <translation>元に戻す</translation>
    </message>
    <message>
        <source>Undo: {step}</source>
        <translation>元に戻す：{step}</translation>
    </message>
    <message>
        <source>Dismiss</source>
        <translation>閉じる</translation>
    </message>
</context>
</TS>
