<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ja" sourcelanguage="en">
<context>
    <name>BackupCard</name>
    <message>
        <source>Backups</source>
        <translation>バックアップ</translation>
    </message>
    <message>
        <source>A backup is the whole database: channels, tokens, settings, requests. The keys of upstreams are kept elsewhere; take them along with an export.</source>
        <translation>バックアップはデータベース全体です：チャンネル、トークン、設定、リクエスト。アップストリームのキーは別の場所にあるため、エクスポートで持ち出してください。</translation>
    </message>
    <message>
        <source>Back up now</source>
        <translation>今すぐバックアップ</translation>
    </message>
    <message>
        <source>Back up to a file…</source>
        <translation>ファイルへバックアップ…</translation>
    </message>
    <message>
        <source>Restore from a file…</source>
        <translation>ファイルから復元…</translation>
    </message>
    <message>
        <source>Restore</source>
        <translation>復元</translation>
    </message>
    <message>
        <source>Copying the database</source>
        <translation>データベースをコピーしています</translation>
    </message>
    <message>
        <source>The gateway stops for a moment, {file} takes the database&apos;s place, and the gateway starts again. The present database is kept beside it.</source>
        <translation>ゲートウェイを一時停止し、{file} をデータベースと入れ替えて再開します。現在のデータベースは隣に残ります。</translation>
    </message>
    <message>
        <source>Restoring {file}</source>
        <translation>{file} を復元しています</translation>
    </message>
    <message>
        <source>Backed up to {file}, {size}</source>
        <translation>{file} にバックアップしました（{size}）</translation>
    </message>
    <message>
        <source>{file} is restored.</source>
        <translation>{file} を復元しました。</translation>
    </message>
    <message>
        <source>Back up to a file</source>
        <translation>ファイルへバックアップ</translation>
    </message>
    <message>
        <source>Databases (*.db)</source>
        <translation>データベース (*.db)</translation>
    </message>
    <message>
        <source>Restore from a file</source>
        <translation>ファイルから復元</translation>
    </message>
    <message>
        <source>There is no backup yet.</source>
        <translation>バックアップはまだありません。</translation>
    </message>
    <message>
        <source>Restore the backup of {time}</source>
        <translation>{time} のバックアップを復元</translation>
    </message>
</context>
<context>
    <name>DiagnosticsCard</name>
    <message>
        <source>Diagnostics</source>
        <translation>診断</translation>
    </message>
    <message>
        <source>The bundle is a zip file with versions, settings, checks, kinds of faults and the log&apos;s end. It holds no key, no prompt, no answer.</source>
        <translation>診断パッケージは、バージョン、設定、検査結果、障害の種類、ログの末尾を含む zip ファイルです。キー、プロンプト、応答は含みません。</translation>
    </message>
    <message>
        <source>Check everything</source>
        <translation>すべて検査</translation>
    </message>
    <message>
        <source>Save a bundle…</source>
        <translation>診断パッケージを保存…</translation>
    </message>
    <message>
        <source>Checking everything</source>
        <translation>すべて検査しています</translation>
    </message>
    <message>
        <source>Wrote {file}</source>
        <translation>{file} を書き込みました</translation>
    </message>
    <message>
        <source>Collecting</source>
        <translation>収集しています</translation>
    </message>
    <message>
        <source>fine</source>
        <translation>正常</translation>
    </message>
    <message>
        <source>broken</source>
        <translation>異常</translation>
    </message>
    <message>
        <source>attention</source>
        <translation>注意</translation>
    </message>
    <message>
        <source>Save a diagnostics bundle</source>
        <translation>診断パッケージを保存</translation>
    </message>
    <message>
        <source>Zip files (*.zip)</source>
        <translation>Zip ファイル (*.zip)</translation>
    </message>
</context>
<context>
    <name>LibrariesCard</name>
    <message>
        <source>Libraries and their licences</source>
        <translation>ライブラリとそのライセンス</translation>
    </message>
    <message>
        <source>Library</source>
        <translation>ライブラリ</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>バージョン</translation>
    </message>
    <message>
        <source>Licence</source>
        <translation>ライセンス</translation>
    </message>
    <message>
        <source>This library came without a licence file.</source>
        <translation>このライブラリにはライセンスファイルが付属していません。</translation>
    </message>
</context>
<context>
    <name>Setting</name>
    <message>
        <source>Address</source>
        <translation>アドレス</translation>
    </message>
    <message>
        <source>Port</source>
        <translation>ポート</translation>
    </message>
    <message>
        <source>Share on the local network</source>
        <translation>ローカルネットワークで共有</translation>
    </message>
    <message>
        <source>Interface to share on</source>
        <translation>共有するインターフェース</translation>
    </message>
    <message>
        <source>Announce by mDNS</source>
        <translation>mDNS で告知</translation>
    </message>
    <message>
        <source>Further host names</source>
        <translation>追加のホスト名</translation>
    </message>
    <message>
        <source>Web origins</source>
        <translation>Web オリジン</translation>
    </message>
    <message>
        <source>Trusted reverse proxies</source>
        <translation>信頼するリバースプロキシ</translation>
    </message>
    <message>
        <source>HTTPS certificate</source>
        <translation>HTTPS 証明書</translation>
    </message>
    <message>
        <source>HTTPS private key</source>
        <translation>HTTPS 秘密鍵</translation>
    </message>
    <message>
        <source>Largest request</source>
        <translation>最大リクエスト</translation>
    </message>
    <message>
        <source>Wait when stopping</source>
        <translation>停止時の待ち時間</translation>
    </message>
    <message>
        <source>Without a window</source>
        <translation>ウィンドウなし</translation>
    </message>
    <message>
        <source>Connect timeout</source>
        <translation>接続タイムアウト</translation>
    </message>
    <message>
        <source>First byte timeout</source>
        <translation>最初のバイトのタイムアウト</translation>
    </message>
    <message>
        <source>Silence inside an answer</source>
        <translation>応答中の無通信</translation>
    </message>
    <message>
        <source>Whole call timeout</source>
        <translation>呼び出し全体のタイムアウト</translation>
    </message>
    <message>
        <source>Proxy</source>
        <translation>プロキシ</translation>
    </message>
    <message>
        <source>Largest answer</source>
        <translation>最大の応答</translation>
    </message>
    <message>
        <source>Largest event of a stream</source>
        <translation>ストリームの最大イベント</translation>
    </message>
    <message>
        <source>Fetch from private networks</source>
        <translation>プライベートネットワークから取得</translation>
    </message>
    <message>
        <source>Largest fetched file</source>
        <translation>取得ファイルの上限</translation>
    </message>
    <message>
        <source>Fetch timeout</source>
        <translation>取得タイムアウト</translation>
    </message>
    <message>
        <source>Strict conversion</source>
        <translation>厳密な変換</translation>
    </message>
    <message>
        <source>Always ask for usage</source>
        <translation>常に使用量を要求</translation>
    </message>
    <message>
        <source>Further channels to try</source>
        <translation>追加で試すチャンネル数</translation>
    </message>
    <message>
        <source>Statuses worth another channel</source>
        <translation>別チャンネルを試すステータス</translation>
    </message>
    <message>
        <source>Retry deadline</source>
        <translation>再試行の期限</translation>
    </message>
    <message>
        <source>Rest after 429</source>
        <translation>429 後の休止</translation>
    </message>
    <message>
        <source>Longest rest</source>
        <translation>最長の休止</translation>
    </message>
    <message>
        <source>Faults that open the breaker</source>
        <translation>ブレーカーが開く障害数</translation>
    </message>
    <message>
        <source>Breaker pause</source>
        <translation>ブレーカーの待ち時間</translation>
    </message>
    <message>
        <source>Switch off faulty channels</source>
        <translation>障害のあるチャンネルを無効化</translation>
    </message>
    <message>
        <source>Switch on recovered channels</source>
        <translation>回復したチャンネルを有効化</translation>
    </message>
    <message>
        <source>Slowest passing test</source>
        <translation>テストの上限時間</translation>
    </message>
    <message>
        <source>Test channels every</source>
        <translation>チャンネルのテスト間隔</translation>
    </message>
    <message>
        <source>Refresh balances every</source>
        <translation>残高の更新間隔</translation>
    </message>
    <message>
        <source>Pause between channels</source>
        <translation>チャンネル間の間隔</translation>
    </message>
    <message>
        <source>Test prompt</source>
        <translation>テスト用プロンプト</translation>
    </message>
    <message>
        <source>Watch success rates</source>
        <translation>成功率を監視</translation>
    </message>
    <message>
        <source>Results looked at</source>
        <translation>対象の結果数</translation>
    </message>
    <message>
        <source>Lowest success rate</source>
        <translation>最低の成功率</translation>
    </message>
    <message>
        <source>Time zone</source>
        <translation>タイムゾーン</translation>
    </message>
    <message>
        <source>Models without a price</source>
        <translation>価格のないモデル</translation>
    </message>
    <message>
        <source>Reserved output</source>
        <translation>予約する出力</translation>
    </message>
    <message>
        <source>Estimate tokens</source>
        <translation>トークンを概算</translation>
    </message>
    <message>
        <source>Keep requests</source>
        <translation>リクエストの保存期間</translation>
    </message>
    <message>
        <source>Keep Responses answers</source>
        <translation>Responses の応答の保存期間</translation>
    </message>
    <message>
        <source>Space for Responses answers</source>
        <translation>Responses の応答の容量</translation>
    </message>
    <message>
        <source>Keep bodies</source>
        <translation>本文の保存</translation>
    </message>
    <message>
        <source>Bodies of other devices</source>
        <translation>他の端末の本文</translation>
    </message>
    <message>
        <source>Most of one body</source>
        <translation>1 つの本文の上限</translation>
    </message>
    <message>
        <source>Forget bodies after</source>
        <translation>本文を忘れるまで</translation>
    </message>
    <message>
        <source>Space for bodies</source>
        <translation>本文の容量</translation>
    </message>
    <message>
        <source>Back up every</source>
        <translation>バックアップ間隔</translation>
    </message>
    <message>
        <source>Backups kept</source>
        <translation>残すバックアップ数</translation>
    </message>
    <message>
        <source>Data directory</source>
        <translation>データディレクトリ</translation>
    </message>
    <message>
        <source>Database file</source>
        <translation>データベースファイル</translation>
    </message>
    <message>
        <source>Wait for database locks</source>
        <translation>データベースロックの待ち時間</translation>
    </message>
    <message>
        <source>Where keys are kept</source>
        <translation>キーの保管場所</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>言語</translation>
    </message>
    <message>
        <source>Appearance</source>
        <translation>外観</translation>
    </message>
    <message>
        <source>Start at login</source>
        <translation>ログイン時に起動</translation>
    </message>
    <message>
        <source>Close to the tray</source>
        <translation>閉じるとトレイへ</translation>
    </message>
    <message>
        <source>Channels</source>
        <translation>チャンネル</translation>
    </message>
    <message>
        <source>Budgets</source>
        <translation>予算</translation>
    </message>
    <message>
        <source>New devices</source>
        <translation>新しい端末</translation>
    </message>
    <message>
        <source>Gateway</source>
        <translation>ゲートウェイ</translation>
    </message>
    <message>
        <source>Verbose log</source>
        <translation>詳細なログ</translation>
    </message>
    <message>
        <source>Log SQL</source>
        <translation>SQL を記録</translation>
    </message>
    <message>
        <source>Log directory</source>
        <translation>ログのディレクトリ</translation>
    </message>
    <message>
        <source>One log file</source>
        <translation>単一のログファイル</translation>
    </message>
    <message>
        <source>First token&apos;s key</source>
        <translation>最初のトークンのキー</translation>
    </message>
    <message>
        <source>Tokenizer files</source>
        <translation>トークナイザーのファイル</translation>
    </message>
    <message>
        <source>Address to listen on; anything but loopback shares the gateway.</source>
        <translation>待ち受けるアドレス。ループバック以外にするとゲートウェイが共有されます。</translation>
    </message>
    <message>
        <source>Port to listen on; 0 takes a free one.</source>
        <translation>待ち受けるポート。0 は空きポートを使います。</translation>
    </message>
    <message>
        <source>Listen on the addresses of the local network, too, so that other devices can use issued tokens.</source>
        <translation>ローカルネットワークのアドレスでも待ち受け、他の端末が発行済みトークンを使えるようにします。</translation>
    </message>
    <message>
        <source>Share on this interface or address only (see &apos;lan status&apos;); empty is every private address.</source>
        <translation>このインターフェースまたはアドレスでのみ共有します（&apos;lan status&apos; を参照）。空はすべてのプライベートアドレスです。</translation>
    </message>
    <message>
        <source>Announce the shared gateway by mDNS, so that devices find it by name.</source>
        <translation>共有中のゲートウェイを mDNS で告知し、端末が名前で見つけられるようにします。</translation>
    </message>
    <message>
        <source>Further Host names a browser may reach the gateway by; loopback names and the machine&apos;s own addresses are always allowed.</source>
        <translation>ブラウザーがゲートウェイに到達できる追加の Host 名。ループバック名とこのマシンのアドレスは常に許可されます。</translation>
    </message>
    <message>
        <source>Web origins that may call the relay from a browser (CORS); * for all.</source>
        <translation>ブラウザーから中継を呼び出せる Web オリジン（CORS）。* はすべて。</translation>
    </message>
    <message>
        <source>Addresses or CIDR blocks of reverse proxies whose X-Forwarded-For is believed.</source>
        <translation>X-Forwarded-For を信用するリバースプロキシのアドレスまたは CIDR ブロック。</translation>
    </message>
    <message>
        <source>Certificate chain file (PEM) to serve HTTPS with.</source>
        <translation>HTTPS で提供するための証明書チェーンのファイル（PEM）。</translation>
    </message>
    <message>
        <source>Private key file (PEM) belonging to tls_cert.</source>
        <translation>tls_cert に対応する秘密鍵のファイル（PEM）。</translation>
    </message>
    <message>
        <source>Largest request body, unpacked.</source>
        <translation>展開後のリクエスト本文の上限。</translation>
    </message>
    <message>
        <source>How long stopping waits for open requests before it cuts them.</source>
        <translation>停止時に、処理中のリクエストを切断するまで待つ時間。</translation>
    </message>
    <message>
        <source>Never open a window, even with a display.</source>
        <translation>ディスプレイがあってもウィンドウを開きません。</translation>
    </message>
    <message>
        <source>Time to connect to an upstream.</source>
        <translation>アップストリームへの接続の制限時間。</translation>
    </message>
    <message>
        <source>Time until an upstream&apos;s answer begins.</source>
        <translation>アップストリームの応答が始まるまでの制限時間。</translation>
    </message>
    <message>
        <source>Longest silence inside an answer; reasoning models pause for minutes.</source>
        <translation>応答の途中で許される最長の沈黙。推論モデルは数分止まることがあります。</translation>
    </message>
    <message>
        <source>Limit for one whole upstream call including its stream; 0 is none.</source>
        <translation>ストリームを含むアップストリーム呼び出し全体の制限時間。0 は無制限。</translation>
    </message>
    <message>
        <source>Proxy for upstream calls (http, https, socks5); a channel&apos;s own proxy wins. Empty: the usual HTTPS_PROXY and NO_PROXY variables.</source>
        <translation>アップストリーム呼び出しのプロキシ（http、https、socks5）。チャンネル自身のプロキシが優先です。空の場合は通常の HTTPS_PROXY と NO_PROXY 変数を使います。</translation>
    </message>
    <message>
        <source>Largest answer held in memory (answers that are not streamed).</source>
        <translation>メモリーに保持する応答（ストリーミングでないもの）の上限。</translation>
    </message>
    <message>
        <source>Largest single event inside a stream.</source>
        <translation>ストリーム内の 1 つのイベントの上限。</translation>
    </message>
    <message>
        <source>Fetch images and files that requests point at from private networks, too.</source>
        <translation>リクエストが指す画像やファイルを、プライベートネットワークからも取得します。</translation>
    </message>
    <message>
        <source>Largest image or file fetched for an upstream that takes bytes only.</source>
        <translation>バイト列だけを受け取るアップストリームのために取得する画像やファイルの上限。</translation>
    </message>
    <message>
        <source>Time to fetch one such image or file.</source>
        <translation>そのような画像やファイル 1 つを取得する制限時間。</translation>
    </message>
    <message>
        <source>Refuse a request whose meaning an upstream&apos;s wire format cannot carry, instead of noting it.</source>
        <translation>アップストリームの形式では意味を伝えられないリクエストを、注記するのではなく拒否します。</translation>
    </message>
    <message>
        <source>Ask streaming upstreams to report usage; the extra chunk is hidden from clients that did not ask.</source>
        <translation>ストリーミングのアップストリームに使用量の報告を求めます。求めていないクライアントには余分なチャンクを見せません。</translation>
    </message>
    <message>
        <source>Further channels to try after a failure before the first byte.</source>
        <translation>最初のバイトより前に失敗した後、さらに試すチャンネルの数。</translation>
    </message>
    <message>
        <source>Upstream statuses worth another channel; 400, 413 and 422 are the client&apos;s own fault.</source>
        <translation>別のチャンネルを試す価値があるアップストリームのステータス。400、413、422 はクライアント側の誤りです。</translation>
    </message>
    <message>
        <source>No further attempt begins after this time.</source>
        <translation>この時間を過ぎると新たな試行を始めません。</translation>
    </message>
    <message>
        <source>Rest for a channel that answered 429 without Retry-After.</source>
        <translation>Retry-After なしで 429 を返したチャンネルの休止時間。</translation>
    </message>
    <message>
        <source>Longest rest an upstream&apos;s Retry-After may ask for.</source>
        <translation>アップストリームの Retry-After が求められる最長の休止時間。</translation>
    </message>
    <message>
        <source>Consecutive upstream faults that open a channel&apos;s circuit breaker.</source>
        <translation>チャンネルのサーキットブレーカーを開く、連続したアップストリーム障害の数。</translation>
    </message>
    <message>
        <source>How long an open breaker waits before a probe; doubles up to ten times this while probes fail.</source>
        <translation>開いたブレーカーが探りを入れるまで待つ時間。失敗が続くと 10 倍まで倍増します。</translation>
    </message>
    <message>
        <source>Switch a channel off after a definite fault of its key or account.</source>
        <translation>キーやアカウントの確実な障害の後、チャンネルをオフにします。</translation>
    </message>
    <message>
        <source>Switch an automatically disabled channel on again when its test passes.</source>
        <translation>自動で無効になったチャンネルを、テストに通れば再びオンにします。</translation>
    </message>
    <message>
        <source>A channel whose test takes longer is disabled; 0 is no limit.</source>
        <translation>テストにこれより長くかかるチャンネルを無効にします。0 は無制限。</translation>
    </message>
    <message>
        <source>Test every channel this often; 0 is never.</source>
        <translation>この間隔ですべてのチャンネルをテストします。0 は行いません。</translation>
    </message>
    <message>
        <source>Refresh balances this often; 0 is never.</source>
        <translation>この間隔で残高を更新します。0 は行いません。</translation>
    </message>
    <message>
        <source>Pause between channels while testing all or refreshing balances.</source>
        <translation>全チャンネルのテストや残高更新の際の、チャンネル間の間隔。</translation>
    </message>
    <message>
        <source>What a channel test asks.</source>
        <translation>チャンネルのテストで尋ねる内容。</translation>
    </message>
    <message>
        <source>Disable a channel whose recent success rate falls below the threshold.</source>
        <translation>最近の成功率がしきい値を下回ったチャンネルを無効にします。</translation>
    </message>
    <message>
        <source>How many recent results the success rate looks at.</source>
        <translation>成功率が見る最近の結果の数。</translation>
    </message>
    <message>
        <source>Lowest success rate of a healthy channel.</source>
        <translation>健全なチャンネルの最低の成功率。</translation>
    </message>
    <message>
        <source>Time zone of day, week and month budgets and charts; empty is the system&apos;s.</source>
        <translation>日・週・月の予算とグラフのタイムゾーン。空はシステムのものです。</translation>
    </message>
    <message>
        <source>Whether a model without a price may be called by tokens with a budget; it is recorded at $0 and flagged.</source>
        <translation>価格のないモデルを予算付きトークンで呼び出せるかどうか。$0 として記録し、印を付けます。</translation>
    </message>
    <message>
        <source>Output tokens reserved when a request names no maximum.</source>
        <translation>リクエストが上限を指定しないときに予約する出力トークン数。</translation>
    </message>
    <message>
        <source>Estimate tokens from the text&apos;s length instead of a tokenizer.</source>
        <translation>トークナイザーを使わず、テキストの長さからトークン数を概算します。</translation>
    </message>
    <message>
        <source>Delete request rows older than this nightly; totals are kept. 0 keeps all.</source>
        <translation>これより古いリクエストの行を毎晩削除します。合計は残ります。0 はすべて残します。</translation>
    </message>
    <message>
        <source>Keep answers of the Responses API this long, so that previous_response_id works at every provider; 0 keeps none.</source>
        <translation>Responses API の応答をこの期間保存し、どのプロバイダーでも previous_response_id を使えるようにします。0 は保存しません。</translation>
    </message>
    <message>
        <source>Most space kept answers of the Responses API may take; the oldest go first.</source>
        <translation>保存した Responses API の応答が使える最大の容量。古いものから消えます。</translation>
    </message>
    <message>
        <source>Keep the bodies of requests and answers, sealed and without keys: of none, of failed ones, of all.</source>
        <translation>リクエストと応答の本文を、封印しキーを除いて保存します：なし、失敗したもの、すべて。</translation>
    </message>
    <message>
        <source>Keep bodies of other devices&apos; requests, too.</source>
        <translation>他の端末のリクエストの本文も保存します。</translation>
    </message>
    <message>
        <source>Most of one body that is kept.</source>
        <translation>1 つの本文のうち保存する最大量。</translation>
    </message>
    <message>
        <source>Bodies are forgotten after this time.</source>
        <translation>本文はこの期間の後に忘れられます。</translation>
    </message>
    <message>
        <source>Most space kept bodies may take; the oldest go first.</source>
        <translation>保存した本文が使える最大の容量。古いものから消えます。</translation>
    </message>
    <message>
        <source>Automatic backup this often; 0 is never.</source>
        <translation>この間隔で自動バックアップします。0 は行いません。</translation>
    </message>
    <message>
        <source>Automatic backups kept.</source>
        <translation>残しておく自動バックアップの数。</translation>
    </message>
    <message>
        <source>Directory of the database and its companions; empty is the platform&apos;s usual place.</source>
        <translation>データベースとその付属物のディレクトリ。空はプラットフォームの標準の場所です。</translation>
    </message>
    <message>
        <source>Database file, when it must lie outside the data directory.</source>
        <translation>データディレクトリの外に置く必要がある場合のデータベースファイル。</translation>
    </message>
    <message>
        <source>How long to wait for another process&apos;s lock on the database.</source>
        <translation>他プロセスのデータベースロックを待つ時間。</translation>
    </message>
    <message>
        <source>Where upstream keys are kept: the system&apos;s keyring, a sealed file, or the first that works.</source>
        <translation>アップストリームのキーの保管場所：システムのキーリング、封印したファイル、または最初に使えるもの。</translation>
    </message>
    <message>
        <source>Language of the window: that of the system, or one of English, Chinese and Japanese.</source>
        <translation>ウィンドウの言語：システムに合わせるか、英語・中国語・日本語のいずれか。</translation>
    </message>
    <message>
        <source>Light or dark, or as the system has it.</source>
        <translation>ライトまたはダーク、もしくはシステムに合わせます。</translation>
    </message>
    <message>
        <source>Start with the desktop session, without opening the window.</source>
        <translation>デスクトップセッションとともに起動し、ウィンドウは開きません。</translation>
    </message>
    <message>
        <source>Closing the window leaves the gateway serving in the tray; otherwise it quits.</source>
        <translation>ウィンドウを閉じてもゲートウェイはトレイで動き続けます。オフの場合は終了します。</translation>
    </message>
    <message>
        <source>Notify when a channel is switched off after a fault, and when it is well again.</source>
        <translation>チャンネルが障害でオフになったとき、また回復したときに通知します。</translation>
    </message>
    <message>
        <source>Notify when a token has spent 80 % and all of its budget.</source>
        <translation>トークンが予算の 80 % とすべてを使ったときに通知します。</translation>
    </message>
    <message>
        <source>Notify when a new device on the LAN uses the gateway.</source>
        <translation>LAN 上の新しい端末がゲートウェイを使ったときに通知します。</translation>
    </message>
    <message>
        <source>Notify when the gateway cannot serve.</source>
        <translation>ゲートウェイが動作できないときに通知します。</translation>
    </message>
    <message>
        <source>Verbose log. Never contains keys or request bodies.</source>
        <translation>詳細なログ。キーやリクエスト本文は決して含みません。</translation>
    </message>
    <message>
        <source>Also log SQL statements.</source>
        <translation>SQL 文も記録します。</translation>
    </message>
    <message>
        <source>Directory of log files; empty writes none.</source>
        <translation>ログファイルのディレクトリ。空なら書き込みません。</translation>
    </message>
    <message>
        <source>Name the file oneapi.log instead of oneapi-YYYYMMDD.log.</source>
        <translation>ファイル名を oneapi-YYYYMMDD.log ではなく oneapi.log にします。</translation>
    </message>
    <message>
        <source>Key of the first token, made at the first start.</source>
        <translation>初回起動時に作られる最初のトークンのキー。</translation>
    </message>
    <message>
        <source>Directory of tokenizer files, looked at before the bundled ones.</source>
        <translation>同梱のものより先に参照するトークナイザーファイルのディレクトリ。</translation>
    </message>
</context>
<context>
    <name>SettingCard</name>
    <message>
        <source>Other</source>
        <translation>その他</translation>
    </message>
    <message>
        <source>Window</source>
        <translation>ウィンドウ</translation>
    </message>
    <message>
        <source>Start and end</source>
        <translation>起動と終了</translation>
    </message>
    <message>
        <source>Notifications</source>
        <translation>通知</translation>
    </message>
    <message>
        <source>Listening</source>
        <translation>待ち受け</translation>
    </message>
    <message>
        <source>Local network</source>
        <translation>ローカルネットワーク</translation>
    </message>
    <message>
        <source>Calls to upstreams</source>
        <translation>アップストリームの呼び出し</translation>
    </message>
    <message>
        <source>Retries</source>
        <translation>再試行</translation>
    </message>
    <message>
        <source>Health of channels</source>
        <translation>チャンネルの健全性</translation>
    </message>
    <message>
        <source>Tests and balances</source>
        <translation>テストと残高</translation>
    </message>
    <message>
        <source>Budgets</source>
        <translation>予算</translation>
    </message>
    <message>
        <source>Counting tokens</source>
        <translation>トークンの計数</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>キー</translation>
    </message>
    <message>
        <source>Bodies of requests and answers</source>
        <translation>リクエストと応答の本文</translation>
    </message>
    <message>
        <source>How long things are kept</source>
        <translation>保存期間</translation>
    </message>
    <message>
        <source>Who may reach what</source>
        <translation>アクセスの範囲</translation>
    </message>
    <message>
        <source>Automatic backups</source>
        <translation>自動バックアップ</translation>
    </message>
    <message>
        <source>Where data lies</source>
        <translation>データの場所</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>ログ</translation>
    </message>
</context>
<context>
    <name>SettingChoice</name>
    <message>
        <source>As the system</source>
        <translation>システムに合わせる</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>ライト</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>ダーク</translation>
    </message>
    <message>
        <source>Allow</source>
        <translation>許可</translation>
    </message>
    <message>
        <source>Refuse</source>
        <translation>拒否</translation>
    </message>
    <message>
        <source>None</source>
        <translation>なし</translation>
    </message>
    <message>
        <source>Failed ones</source>
        <translation>失敗したもの</translation>
    </message>
    <message>
        <source>All</source>
        <translation>すべて</translation>
    </message>
    <message>
        <source>Automatic</source>
        <translation>自動</translation>
    </message>
    <message>
        <source>System keyring</source>
        <translation>システムのキーリング</translation>
    </message>
    <message>
        <source>Sealed file</source>
        <translation>封印したファイル</translation>
    </message>
</context>
<context>
    <name>SettingRow</name>
    <message>
        <source>Back to the default: {value}</source>
        <translation>既定に戻す：{value}</translation>
    </message>
    <message>
        <source>Write a whole number from {low} to {high}.</source>
        <translation>{low} から {high} までの整数を入力してください。</translation>
    </message>
    <message>
        <source>Write a number from {low} to {high}.</source>
        <translation>{low} から {high} までの数値を入力してください。</translation>
    </message>
    <message>
        <source>on</source>
        <translation>オン</translation>
    </message>
    <message>
        <source>off</source>
        <translation>オフ</translation>
    </message>
    <message>
        <source>as delivered</source>
        <translation>出荷時のまま</translation>
    </message>
    <message>
        <source>empty</source>
        <translation>空</translation>
    </message>
    <message>
        <source>set, not shown</source>
        <translation>設定済み（非表示）</translation>
    </message>
    <message>
        <source>not set</source>
        <translation>未設定</translation>
    </message>
    <message>
        <source>Set by the variable {names} of this run.</source>
        <translation>この実行の変数 {names} で設定されています。</translation>
    </message>
    <message>
        <source>Set on the command line of this run.</source>
        <translation>この実行のコマンドラインで設定されています。</translation>
    </message>
    <message>
        <source>Decided at the start by the variable {names}.</source>
        <translation>起動時に変数 {names} で決まります。</translation>
    </message>
    <message>
        <source>Counts when the gateway is started again.</source>
        <translation>ゲートウェイを再起動すると有効になります。</translation>
    </message>
</context>
<context>
    <name>SettingSection</name>
    <message>
        <source>General</source>
        <translation>一般</translation>
    </message>
    <message>
        <source>Gateway</source>
        <translation>ゲートウェイ</translation>
    </message>
    <message>
        <source>Money</source>
        <translation>お金</translation>
    </message>
    <message>
        <source>Privacy &amp; security</source>
        <translation>プライバシーとセキュリティ</translation>
    </message>
    <message>
        <source>Data</source>
        <translation>データ</translation>
    </message>
    <message>
        <source>About</source>
        <translation>このプログラムについて</translation>
    </message>
</context>
<context>
    <name>SettingUnit</name>
    <message>
        <source>s</source>
        <translation>秒</translation>
    </message>
    <message>
        <source>min</source>
        <translation>分</translation>
    </message>
    <message>
        <source>h</source>
        <translation>時間</translation>
    </message>
    <message>
        <source>ms</source>
        <translation>ミリ秒</translation>
    </message>
    <message>
        <source>days</source>
        <translation>日</translation>
    </message>
    <message>
        <source>tokens</source>
        <translation>トークン</translation>
    </message>
    <message>
        <source>MiB</source>
        <translation>MiB</translation>
    </message>
    <message>
        <source>KiB</source>
        <translation>KiB</translation>
    </message>
</context>
<context>
    <name>SettingsPage</name>
    <message>
        <source>Search settings</source>
        <translation>設定を検索</translation>
    </message>
    <message>
        <source>Sections</source>
        <translation>セクション</translation>
    </message>
    <message>
        <source>Restart the gateway</source>
        <translation>ゲートウェイを再起動</translation>
    </message>
    <message>
        <source>No setting matches.</source>
        <translation>一致する設定がありません。</translation>
    </message>
    <message>
        <source>Show all settings</source>
        <translation>すべての設定を表示</translation>
    </message>
    <message>
        <source>{setting} is changed.</source>
        <translation>{setting} を変更しました。</translation>
    </message>
    <message>
        <source>{setting} has its default again.</source>
        <translation>{setting} を既定に戻しました。</translation>
    </message>
    <message>
        <source>Changed, and in force once the gateway is started again: {settings}</source>
        <translation>変更済み。ゲートウェイの再起動後に有効になります：{settings}</translation>
    </message>
    <message>
        <source>The gateway serves {address}</source>
        <translation>ゲートウェイは {address} で動作しています</translation>
    </message>
</context>
<context>
    <name>TransferCard</name>
    <message>
        <source>Channels and tokens as a file</source>
        <translation>チャンネルとトークンのファイル</translation>
    </message>
    <message>
        <source>To take them to another machine, or to keep them with their keys in a safe place.</source>
        <translation>別のマシンへ移すため、またはキーとともに安全な場所に保管するため。</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>エクスポート…</translation>
    </message>
    <message>
        <source>Import…</source>
        <translation>インポート…</translation>
    </message>
    <message>
        <source>With keys, sealed with a passphrase</source>
        <translation>キーを含め、パスフレーズで封印</translation>
    </message>
    <message>
        <source>Without them the keys of upstreams must be typed again; tokens get new keys.</source>
        <translation>含めない場合、アップストリームのキーは再入力が必要で、トークンには新しいキーが付きます。</translation>
    </message>
    <message>
        <source>Passphrase</source>
        <translation>パスフレーズ</translation>
    </message>
    <message>
        <source>Nobody can open it without.</source>
        <translation>これがないと誰も開けません。</translation>
    </message>
    <message>
        <source>Passphrase once more</source>
        <translation>パスフレーズをもう一度</translation>
    </message>
    <message>
        <source>Choose the file…</source>
        <translation>ファイルを選ぶ…</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>キャンセル</translation>
    </message>
    <message>
        <source>Names that exist already</source>
        <translation>既に存在する名前</translation>
    </message>
    <message>
        <source>The one it was exported with.</source>
        <translation>エクスポート時に使ったもの。</translation>
    </message>
    <message>
        <source>Import</source>
        <translation>インポート</translation>
    </message>
    <message>
        <source>Wrote {file} (channels: {channels}, tokens: {tokens})</source>
        <translation>{file} に書き込みました（チャンネル：{channels}、トークン：{tokens}）</translation>
    </message>
    <message>
        <source>In {file}: channels: {channels}, tokens: {tokens}</source>
        <translation>{file} の内容：チャンネル {channels}、トークン {tokens}</translation>
    </message>
    <message>
        <source>Writing {file}</source>
        <translation>{file} に書き込んでいます</translation>
    </message>
    <message>
        <source>The two differ; type the same passphrase twice.</source>
        <translation>2 つが異なります。同じパスフレーズを 2 回入力してください。</translation>
    </message>
    <message>
        <source>Write a passphrase.</source>
        <translation>パスフレーズを入力してください。</translation>
    </message>
    <message>
        <source>Export channels and tokens</source>
        <translation>チャンネルとトークンをエクスポート</translation>
    </message>
    <message>
        <source>JSON files (*.json)</source>
        <translation>JSON ファイル (*.json)</translation>
    </message>
    <message>
        <source>Reading {file}</source>
        <translation>{file} を読み込んでいます</translation>
    </message>
    <message>
        <source>Imported: {added} added, {replaced} replaced, {skipped} left as they were</source>
        <translation>インポートしました：追加 {added}、置換 {replaced}、変更なし {skipped}</translation>
    </message>
    <message>
        <source>Checking {file}</source>
        <translation>{file} を検査しています</translation>
    </message>
    <message>
        <source>Import channels and tokens</source>
        <translation>チャンネルとトークンをインポート</translation>
    </message>
    <message>
        <source>Import nothing</source>
        <translation>何もインポートしない</translation>
    </message>
    <message>
        <source>Leave as they are</source>
        <translation>そのままにする</translation>
    </message>
    <message>
        <source>Replace</source>
        <translation>置き換える</translation>
    </message>
    <message>
        <source>Cancelled; nothing was changed.</source>
        <translation>キャンセルしました。何も変更していません。</translation>
    </message>
</context>
<context>
    <name>VaultCard</name>
    <message>
        <source>Vault</source>
        <translation>保管庫</translation>
    </message>
    <message>
        <source>open, with a remark</source>
        <translation>開いています（注意あり）</translation>
    </message>
    <message>
        <source>open</source>
        <translation>開いています</translation>
    </message>
    <message>
        <source>Keys of upstreams are kept in: {name}. Neither the database nor a backup holds them.</source>
        <translation>アップストリームのキーの保管場所：{name}。データベースにもバックアップにも含まれません。</translation>
    </message>
    <message>
        <source>not open</source>
        <translation>開いていません</translation>
    </message>
</context>
<context>
    <name>VersionCard</name>
    <message>
        <source>Copy the versions</source>
        <translation>バージョン情報をコピー</translation>
    </message>
    <message>
        <source>A gateway to language models for one desk. Free software under the MIT licence.</source>
        <translation>ひとつの机のための言語モデルゲートウェイ。MIT ライセンスの自由ソフトウェアです。</translation>
    </message>
    <message>
        <source>Data directory</source>
        <translation>データディレクトリ</translation>
    </message>
</context>
</TS>
