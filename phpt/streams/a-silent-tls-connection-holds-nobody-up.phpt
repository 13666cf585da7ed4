--TEST--
A TLS connection whose other side is silent holds up neither tick() nor the other sessions, and burns no time
--SKIPIF--
<?php if (!extension_loaded('openssl')) die('skip openssl is needed'); ?>
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/peers.php';
require __DIR__ . '/../support/tls.php';

// Half a frame, in a record of its own, and then nothing until it is told.
[$socket, $process] = start_on_tls(<<<'PHP'
    $codec = new StreamIpc\Transport\FrameCodec(new StreamIpc\Serialization\NativeMessageSerializer());
    $frame = $codec->pack(new LogMessage('whole at last'));
    fwrite($socket, substr($frame, 0, 20));
    fgets($socket);
    fwrite($socket, substr($frame, 20));
    fgets($socket);
    PHP);
$peer = new NativeIpcPeer();
$silent = $peer->createStreamSession($socket, $socket);
$silent->onMessage(function (LogMessage $message) use (&$whole) { echo $whole = $message->message, "\n"; });
[$one, $two] = session_pair($peer);
$two->onRequest(fn (LogMessage $question) => $question);
for ($i = 0; $i < 100; $i++) {
    $one->request(new LogMessage('question'), 20)->await();
}
$cpu = cpu_seconds();
$seconds = wall_seconds(fn () => $peer->tick(0.5));
var_dump($seconds >= 0.5, $seconds < 5.0, cpu_seconds() - $cpu < 0.2, stream_get_meta_data($socket)['blocked']);
fwrite($socket, "now\n");
tick_until($peer, function () use (&$whole) { return $whole !== null; });
--EXPECT--
bool(true)
bool(true)
bool(true)
bool(true)
whole at last
