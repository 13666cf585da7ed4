--TEST--
A session that writes and reads 1 KiB at a time holds up none of fifty others
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/peers.php';

pcntl_alarm(30);
$support = 'require ' . var_export(__DIR__ . '/../support/peers.php', true) . ';';
$peer = new NativeIpcPeer();
// Asks six times, a kilobyte per millisecond in both directions. No reply fits into its pipe.
$slow = start_worker($peer, $support . <<<'PHP'
    stream_set_chunk_size(STDIN, 1024);
    $codec = new StreamIpc\Transport\FrameCodec(new StreamIpc\Serialization\NativeMessageSerializer());
    for ($number = 0; $number < 6; $number++) {
        $request = new StreamIpc\Envelope\RequestEnvelope("$number", new LogMessage(str_repeat('q', 32 << 10)));
        foreach (str_split(frame($request), 1024) as $piece) {
            fwrite(STDOUT, $piece);
            usleep(1000);
        }
        while ($codec->feed(fread(STDIN, 1024)) === []) {
            usleep(1000);
        }
    }
    PHP);
$replies = 0;
$slow->onRequest(function () use (&$replies) {
    $replies++;
    return new LogMessage(str_repeat('a', 128 << 10));
});

$server = stream_socket_server('tcp://127.0.0.1:0', context: stream_context_create(['socket' => ['backlog' => 50]]));
$address = var_export('tcp://' . stream_socket_get_name($server, false), true);
$others = proc_open(worker_command($support . <<<PHP
    \$peer = new NativeIpcPeer();
    for (\$i = 0; \$i < 50; \$i++) {
        \$socket = stream_socket_client($address);
        \$sessions[] = \$peer->createStreamSession(\$socket, \$socket);
    }
    \$slowest = 0.0;
    do {
        foreach (\$sessions as \$session) {
            \$seconds = wall_seconds(function () use (\$session, &\$reply) {
                \$reply = \$session->request(new LogMessage('ping'))->await();
            });
            \$slowest = max(\$slowest, \$seconds);
        }
    } while (\$reply->message === 'go on');
    \$session->notify(new LogMessage((string) \$slowest));
    PHP), [], $pipes);
$asked = 0;
$slowest = null;
for ($i = 0; $i < 50; $i++) {
    $socket = stream_socket_accept($server, 10);
    $session = $peer->createStreamSession($socket, $socket);
    $session->onRequest(function () use ($slow, &$asked) {
        $asked++;
        return new LogMessage($slow->isOpen() ? 'go on' : 'that is all');
    });
    $session->onMessage(function (LogMessage $message) use (&$slowest) { $slowest = (float) $message->message; });
}
tick_until($peer, function () use (&$slowest) { return $slowest !== null; });
var_dump($replies, $asked > 500 ?: $asked, $slowest < 0.5 ?: $slowest);
--EXPECT--
int(6)
bool(true)
bool(true)
