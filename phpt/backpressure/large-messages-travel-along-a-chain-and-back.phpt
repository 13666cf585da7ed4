--TEST--
Large requests travel along a chain of processes, and the large replies back
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/flood.php';

pcntl_alarm(20);
$leaf = worker_command(<<<'PHP'
    $peer = new NativeIpcPeer();
    $parent = $peer->createStdioSession();
    $parent->onRequest(function (LogMessage $request) use ($parent) {
        // Large words of its own on the way, too.
        $parent->notify(new LogMessage(str_repeat('n', 1 << 20)));
        return new LogMessage(strrev($request->message));
    });
    $peer->run();
    PHP);
$middle = 'const LEAF = ' . var_export($leaf, true) . ';' . <<<'PHP'
    $peer = new NativeIpcPeer();
    $parent = $peer->createStdioSession();
    $leaf = $peer->createCommandSession(LEAF, getenv());
    $leaf->onMessage($parent->notify(...));
    $parent->onRequest(fn (LogMessage $request) => $leaf->request($request)->await());
    $parent->onClose($leaf->close(...));
    $peer->run();
    PHP;
$peer = new NativeIpcPeer();
$session = start_worker($peer, $middle);
$notified = 0;
$session->onMessage(function (LogMessage $message) use (&$notified) { $notified += strlen($message->message); });
for ($number = 0; $number < 8; $number++) {
    $promises[$number] = $session->request(new LogMessage(text_of($number, 1 << 20)));
}
foreach ($promises as $number => $promise) {
    var_dump($promise->await()->message === strrev(text_of($number, 1 << 20)));
}
var_dump($notified === 8 << 20);
--EXPECT--
bool(true)
bool(true)
bool(true)
bool(true)
bool(true)
bool(true)
bool(true)
bool(true)
bool(true)
