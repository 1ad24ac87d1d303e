<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ja" sourcelanguage="en">
<context>
    <name>ConnectPage</name>
    <message>
        <source>Tools</source>
        <translation>ツール</translation>
    </message>
    <message>
        <source>Local network</source>
        <translation>ローカルネットワーク</translation>
    </message>
    <message>
        <source>Search tools</source>
        <translation>ツールを検索</translation>
    </message>
    <message>
        <source>No recipe for that. Every tool that takes a base URL and a key can be connected.</source>
        <translation>該当するレシピはありません。ベース URL とキーを設定できるツールなら何でも接続できます。</translation>
    </message>
    <message>
        <source>Copy base URL</source>
        <translation>ベース URL をコピー</translation>
    </message>
</context>
<context>
    <name>Devices</name>
    <message>
        <source>may call</source>
        <translation>呼び出し可</translation>
    </message>
    <message>
        <source>switched off</source>
        <translation>停止中</translation>
    </message>
    <message>
        <source>revoked</source>
        <translation>失効</translation>
    </message>
    <message>
        <source>removed</source>
        <translation>削除済み</translation>
    </message>
    <message>
        <source>Device</source>
        <translation>機器</translation>
    </message>
    <message>
        <source>Token</source>
        <translation>トークン</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状態</translation>
    </message>
    <message>
        <source>Last seen</source>
        <translation>最終利用</translation>
    </message>
    <message>
        <source>Requests</source>
        <translation>リクエスト</translation>
    </message>
    <message>
        <source>Spent</source>
        <translation>費用</translation>
    </message>
    <message>
        <source>this machine</source>
        <translation>このマシン</translation>
    </message>
</context>
<context>
    <name>DirectoryLine</name>
    <message>
        <source>Project directory</source>
        <translation>プロジェクトのディレクトリ</translation>
    </message>
    <message>
        <source>Choose a directory</source>
        <translation>ディレクトリを選ぶ</translation>
    </message>
</context>
<context>
    <name>FileChange</name>
    <message>
        <source>Nothing to change: it is as it should be.</source>
        <translation>変更はありません。すでに正しい設定です。</translation>
    </message>
</context>
<context>
    <name>InvitePanel</name>
    <message>
        <source>The token is issued. Scan the code with the device, or copy the two lines into it.</source>
        <translation>トークンを発行しました。機器でコードを読み取るか、下の 2 行を機器にコピーしてください。</translation>
    </message>
    <message>
        <source>Issue and show the card</source>
        <translation>発行してカードを表示</translation>
    </message>
    <message>
        <source>Another device</source>
        <translation>別の機器</translation>
    </message>
    <message>
        <source>Add a device</source>
        <translation>機器を追加</translation>
    </message>
    <message>
        <source>{name} may use the gateway now.</source>
        <translation>{name} がゲートウェイを使えるようになりました。</translation>
    </message>
</context>
<context>
    <name>LanView</name>
    <message>
        <source>Devices</source>
        <translation>機器</translation>
    </message>
    <message>
        <source>No other device has called yet. Issue one a token of its own and scan its card.</source>
        <translation>まだ他の機器からの呼び出しはありません。専用のトークンを発行し、カードを読み取ってください。</translation>
    </message>
    <message>
        <source>Add a device</source>
        <translation>機器を追加</translation>
    </message>
    <message>
        <source>Devices seen</source>
        <translation>利用した機器</translation>
    </message>
    <message>
        <source>Revoke its token</source>
        <translation>トークンを失効</translation>
    </message>
    <message>
        <source>Make the device&apos;s token useless for ever (Delete)</source>
        <translation>この機器のトークンを永久に無効にする（Delete）</translation>
    </message>
    <message>
        <source>{name} is revoked.</source>
        <translation>{name} を失効させました。</translation>
    </message>
    <message numerus="yes">
        <source>%n token(s) are revoked.</source>
        <translation>
            <numerusform>%n 個のトークンを失効させました。</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Recipes</name>
    <message>
        <source>Anthropic&apos;s agent; the first model is the main one, the second (if any) the small one.</source>
        <translation>Anthropic のエージェント。最初のモデルがメイン、2 番目（あれば）が小型モデルになります。</translation>
    </message>
    <message>
        <source>OpenAI&apos;s agent; it speaks the Responses dialect only.</source>
        <translation>OpenAI のエージェント。Responses 形式のみを話します。</translation>
    </message>
    <message>
        <source>Google&apos;s agent, with an API key instead of a Google login.</source>
        <translation>Google のエージェント。Google ログインの代わりに API キーを使います。</translation>
    </message>
    <message>
        <source>Alibaba&apos;s agent over its OpenAI-compatible login.</source>
        <translation>Alibaba のエージェント。OpenAI 互換ログインで接続します。</translation>
    </message>
    <message>
        <source>The open agent, with this gateway as one more provider.</source>
        <translation>オープンソースのエージェント。このゲートウェイをプロバイダーとして追加します。</translation>
    </message>
    <message>
        <source>Pair programming in the terminal.</source>
        <translation>ターミナルでのペアプログラミング。</translation>
    </message>
    <message>
        <source>The open assistant for VS Code and JetBrains.</source>
        <translation>VS Code と JetBrains 向けのオープンソースアシスタント。</translation>
    </message>
    <message>
        <source>The editor&apos;s own agent and inline assistant.</source>
        <translation>エディター内蔵のエージェントとインラインアシスタント。</translation>
    </message>
    <message>
        <source>The agent for VS Code; it keeps its settings inside VS Code&apos;s own storage.</source>
        <translation>VS Code 用エージェント。設定は VS Code 内部のストレージに保存されます。</translation>
    </message>
    <message>
        <source>Cursor&apos;s servers make the calls, so they must be able to reach the address: a loopback or LAN address will not do.</source>
        <translation>呼び出しは Cursor のサーバーが行うため、サーバーから届くアドレスが必要です。ループバックや LAN のアドレスでは使えません。</translation>
    </message>
    <message>
        <source>Everything that reads OPENAI_BASE_URL: the official SDKs and many tools, through a project&apos;s .env.</source>
        <translation>OPENAI_BASE_URL を読むすべて：公式 SDK や多くのツール。プロジェクトの .env で設定します。</translation>
    </message>
    <message>
        <source>The self-hosted chat page, through the .env beside its compose file.</source>
        <translation>自前で動かすチャット画面。compose ファイルの隣の .env で設定します。</translation>
    </message>
    <message>
        <source>ChatOpenAI with another address.</source>
        <translation>アドレスを変えた ChatOpenAI。</translation>
    </message>
    <message>
        <source>One request by hand.</source>
        <translation>手作業で 1 回のリクエスト。</translation>
    </message>
    <message>
        <source>Start claude anew; /status shows the base URL.</source>
        <translation>claude を起動し直してください。/status でベース URL を確認できます。</translation>
    </message>
    <message>
        <source>Start codex anew; /status shows the provider.</source>
        <translation>codex を起動し直してください。/status でプロバイダーを確認できます。</translation>
    </message>
    <message>
        <source>A project&apos;s own .env wins over the one in ~/.gemini.</source>
        <translation>プロジェクトの .env は ~/.gemini のものより優先されます。</translation>
    </message>
    <message>
        <source>A project&apos;s own .aider.conf.yml wins over the one in your home directory.</source>
        <translation>プロジェクトの .aider.conf.yml はホームディレクトリのものより優先されます。</translation>
    </message>
    <message>
        <source>An old config.json beside it is ignored by Continue as soon as there is a config.yaml.</source>
        <translation>config.yaml があると、Continue は隣の古い config.json を無視します。</translation>
    </message>
    <message>
        <source>Zed keeps keys in the system&apos;s keychain, not in its settings: open &apos;agent: open settings&apos;, choose the provider One API Desktop, and paste the key.</source>
        <translation>Zed はキーを設定ではなくシステムのキーチェーンに保存します。「agent: open settings」を開き、プロバイダー One API Desktop を選んでキーを貼り付けてください。</translation>
    </message>
    <message>
        <source>Open Cline&apos;s settings and choose the API provider &apos;OpenAI Compatible&apos;.</source>
        <translation>Cline の設定を開き、API プロバイダー「OpenAI Compatible」を選びます。</translation>
    </message>
    <message>
        <source>Open Roo Code&apos;s settings and choose the API provider &apos;OpenAI Compatible&apos;.</source>
        <translation>Roo Code の設定を開き、API プロバイダー「OpenAI Compatible」を選びます。</translation>
    </message>
    <message>
        <source>Base URL, API key and model as below.</source>
        <translation>ベース URL、API キー、モデルは以下のとおりです。</translation>
    </message>
    <message>
        <source>Cursor Settings → Models → API Keys: paste the key under OpenAI API Key, switch on &apos;Override OpenAI Base URL&apos; and paste the base URL.</source>
        <translation>Cursor Settings → Models → API Keys：OpenAI API Key にキーを貼り付け、「Override OpenAI Base URL」をオンにしてベース URL を貼り付けます。</translation>
    </message>
    <message>
        <source>Give the gateway a public HTTPS address first (a tunnel or reverse proxy), and use that in place of the one below.</source>
        <translation>先にゲートウェイに公開 HTTPS アドレス（トンネルやリバースプロキシ）を用意し、以下のアドレスの代わりに使ってください。</translation>
    </message>
    <message>
        <source>Add the model under its name here.</source>
        <translation>ここでの名前でモデルを追加します。</translation>
    </message>
    <message>
        <source>The SDKs read the environment, not the file: load it with dotenv, direnv or &apos;docker --env-file&apos;.</source>
        <translation>SDK はファイルではなく環境変数を読みます。dotenv、direnv、または「docker --env-file」で読み込んでください。</translation>
    </message>
    <message>
        <source>These variables count at the first start only; afterwards change Admin Panel → Settings → Connections.</source>
        <translation>これらの変数は初回起動時のみ有効です。以後は Admin Panel → Settings → Connections で変更します。</translation>
    </message>
    <message>
        <source>From inside a container this machine is not 127.0.0.1: share the gateway on the LAN or use host networking.</source>
        <translation>コンテナの中からはこのマシンは 127.0.0.1 ではありません。LAN で共有するか、ホストネットワークを使ってください。</translation>
    </message>
    <message>
        <source>other users of this machine can read this file, and the key in it</source>
        <translation>このマシンの他のユーザーがこのファイルと中のキーを読めます</translation>
    </message>
    <message>
        <source>Terminal</source>
        <translation>ターミナル</translation>
    </message>
</context>
<context>
    <name>SharingCard</name>
    <message>
        <source>Share on the local network</source>
        <translation>ローカルネットワークで共有</translation>
    </message>
    <message>
        <source>Add a device</source>
        <translation>機器を追加</translation>
    </message>
    <message>
        <source>Share</source>
        <translation>共有する</translation>
    </message>
    <message>
        <source>On</source>
        <translation>範囲</translation>
    </message>
    <message>
        <source>Network interface</source>
        <translation>ネットワークインターフェース</translation>
    </message>
    <message>
        <source>Everyone on this network can reach the gateway. They still need a token you issued, and what they send is not encrypted unless you set a certificate. Share on networks you trust only, and give each device a token of its own with a budget.</source>
        <translation>このネットワークの全員がゲートウェイに接続できます。利用には発行したトークンが必要ですが、証明書を設定しない限り通信は暗号化されません。信頼できるネットワークでのみ共有し、機器ごとに予算付きのトークンを発行してください。</translation>
    </message>
    <message>
        <source>this machine only</source>
        <translation>このマシンのみ</translation>
    </message>
    <message>
        <source>shared</source>
        <translation>共有中</translation>
    </message>
    <message>
        <source>not reached</source>
        <translation>到達不可</translation>
    </message>
    <message>
        <source>Devices on this network reach the gateway at these addresses; programs find it by mDNS.</source>
        <translation>このネットワークの機器は以下のアドレスで接続できます。プログラムは mDNS で見つけられます。</translation>
    </message>
    <message>
        <source>Devices on this network reach the gateway at these addresses.</source>
        <translation>このネットワークの機器は以下のアドレスで接続できます。</translation>
    </message>
    <message>
        <source>Only programs on this machine reach the gateway. Share it to use it from a phone or another computer.</source>
        <translation>このマシンのプログラムだけが接続できます。共有すると、スマートフォンや他のパソコンからも使えます。</translation>
    </message>
    <message>
        <source>every private address</source>
        <translation>すべてのプライベートアドレス</translation>
    </message>
    <message>
        <source>Copy {url}</source>
        <translation>{url} をコピー</translation>
    </message>
    <message>
        <source>The gateway is shared on the local network.</source>
        <translation>ゲートウェイをローカルネットワークで共有しました。</translation>
    </message>
    <message>
        <source>Only this machine reaches the gateway now.</source>
        <translation>このマシンだけが接続できるようになりました。</translation>
    </message>
</context>
<context>
    <name>SnippetView</name>
    <message>
        <source>Copy</source>
        <translation>コピー</translation>
    </message>
    <message>
        <source>Copy {title} with the key</source>
        <translation>{title} をキー付きでコピー</translation>
    </message>
</context>
<context>
    <name>ToolCard</name>
    <message>
        <source>connected</source>
        <translation>接続済み</translation>
    </message>
    <message>
        <source>look at it</source>
        <translation>要確認</translation>
    </message>
    <message>
        <source>points elsewhere</source>
        <translation>別の接続先</translation>
    </message>
    <message>
        <source>installed</source>
        <translation>インストール済み</translation>
    </message>
</context>
<context>
    <name>ToolPanel</name>
    <message>
        <source>Token</source>
        <translation>トークン</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>モデル</translation>
    </message>
    <message>
        <source>The first one is what the tool begins with.</source>
        <translation>ツールは最初のモデルから使い始めます。</translation>
    </message>
    <message>
        <source>Project directory</source>
        <translation>プロジェクトのディレクトリ</translation>
    </message>
    <message>
        <source>The file is written there.</source>
        <translation>ファイルはそこに書き込まれます。</translation>
    </message>
    <message>
        <source>What Apply changes</source>
        <translation>適用による変更</translation>
    </message>
    <message>
        <source>Steps</source>
        <translation>手順</translation>
    </message>
    <message>
        <source>By hand</source>
        <translation>手作業で設定</translation>
    </message>
    <message>
        <source>Apply</source>
        <translation>適用</translation>
    </message>
    <message>
        <source>Change the tool&apos;s files; they are copied first</source>
        <translation>ツールのファイルを変更（先にバックアップします）</translation>
    </message>
    <message>
        <source>Take back</source>
        <translation>元に戻す</translation>
    </message>
    <message>
        <source>Give the tool back the configuration it had</source>
        <translation>ツールの設定を元に戻す</translation>
    </message>
    <message>
        <source>connected {when}</source>
        <translation>接続：{when}</translation>
    </message>
    <message>
        <source>connected</source>
        <translation>接続済み</translation>
    </message>
    <message>
        <source>points at {address}</source>
        <translation>接続先：{address}</translation>
    </message>
    <message>
        <source>installed</source>
        <translation>インストール済み</translation>
    </message>
    <message>
        <source>not found here</source>
        <translation>見つかりません</translation>
    </message>
    <message>
        <source>A token named {name} is issued for it.</source>
        <translation>{name} という名前のトークンを発行します。</translation>
    </message>
    <message>
        <source>{tool} now uses this gateway.</source>
        <translation>{tool} がこのゲートウェイを使うようになりました。</translation>
    </message>
    <message>
        <source>{tool} has the configuration it had.</source>
        <translation>{tool} の設定を元に戻しました。</translation>
    </message>
    <message>
        <source>{tool}: taken back, but {names} had been changed since and stay as they are.</source>
        <translation>{tool}：元に戻しましたが、{names} はその後変更されていたためそのままです。</translation>
    </message>
    <message>
        <source>New token: {name}</source>
        <translation>新しいトークン：{name}</translation>
    </message>
    <message>
        <source>A token named {name} is issued.</source>
        <translation>{name} という名前のトークンを発行しました。</translation>
    </message>
</context>
</TS>
