--TEST--
A hundred thousand sessions, opened and closed one after another over the same few descriptors, keep memory flat after the first tenth
--SKIPIF--
<?php if (!is_readable('/proc/self/status')) die('skip /proc is not there'); ?>
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/peers.php';
require __DIR__ . '/../support/memory.php';

$peer = new NativeIpcPeer();
// One that stays.
[$one, $two] = session_pair($peer);
$two->onRequest(fn (LogMessage $question) => $question);
$right = 0;
for ($i = 0; $i < 100_000; $i++) {
    [$session, $socket] = session_and_socket($peer);
    $session->onMessage(function (LogMessage $message) use ($session, $i, &$right) {
        $right += (int) ($message->message === "message $i" && $session->isOpen());
    });
    fwrite($socket, frame(new LogMessage("message $i")));
    $peer->tick(10);
    // They end in every way there is.
    match ($i % 4) {
        0 => $session->close(),
        1 => fclose($socket) && $peer->tick(10),
        2 => [$session->notify(new LogMessage('unread')), $session->close()],
        3 => [fwrite($socket, 'half a f'), fclose($socket), $session->close()],
    };
    $session->close();
    if ($i % 1000 === 0) {
        $right += (int) ($one->request(new LogMessage('still there?'), 10)->await()->message === 'still there?');
    }
    if ($i === 10_000) {
        gc_collect_cycles();
        $before = resident_bytes();
    }
}
unset($session, $socket);
gc_collect_cycles();
var_dump($right, resident_bytes() - $before < 2 << 20, count(scandir('/proc/self/fd')) < 30);
--EXPECT--
int(100100)
bool(true)
bool(true)
