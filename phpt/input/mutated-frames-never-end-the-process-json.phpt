--TEST--
Captured frames changed at random give messages or exceptions of their session, nothing comes out of tick(), other sessions go on (json)
--INI--
memory_limit=128M
--FILE--
<?php

use StreamIpc\Message\{LogMessage, Message};
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/peers.php';
require __DIR__ . '/../support/wire-frames.php';
require __DIR__ . '/../support/payloads.php';

$seed = random_int(1, PHP_INT_MAX >> 32);
mt_srand($seed);
$frames = array_values(array_filter(wireFrames('json'), fn (string $frame) => strlen($frame) < 5000));
$peer = new NativeIpcPeer(wireSerializer('json'));
[$sane, $counterpart] = session_pair($peer);
$counterpart->onRequest(fn (Message $question) => $question);
// What PHP's own classes and the message classes complain about is no business of this test.
set_error_handler(fn () => true);
set_exception_handler(function (Throwable $e) use ($seed) { echo "seed $seed: $e\n"; });
for ($round = 0; $round < 100; $round++) {
    [$session, $theirs] = session_and_socket($peer);
    $session->onMessage(fn (Message $message) => null);
    $session->onRequest(fn (Message $message) => $message);
    $session->onException(fn () => false);
    $bytes = '';
    for ($i = 0; $i < 20; $i++) {
        $bytes .= mutated($frames[array_rand($frames)]);
    }
    stream_set_blocking($theirs, false);
    while ($bytes !== '') {
        $bytes = substr($bytes, (int) fwrite($theirs, $bytes));
        $peer->tick(0);
        fread($theirs, 100_000);
    }
    fclose($theirs);
    tick_until($peer, fn () => !$session->isOpen());
    $session->close();
    $reply = $sane->request(new LogMessage("still there? $round"), 10)->await();
    if ($reply->message !== "still there? $round") {
        echo "seed $seed: other reply\n";
    }
}
echo "$round rounds\n";
--EXPECT--
100 rounds
