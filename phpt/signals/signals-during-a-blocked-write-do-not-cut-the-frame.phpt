--TEST--
Signals that come while a write waits for room do not cut the frame, with asynchronous signals or without
--SKIPIF--
<?php if (!extension_loaded('pcntl') || !extension_loaded('posix')) die('skip pcntl and posix are needed'); ?>
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/peers.php';
require __DIR__ . '/../support/signals.php';

// Reads only after it has sent its signals. When it sees the first byte, the write certainly waits: there is no room
// for all bytes anywhere.
$worker = sprintf(<<<'PHP'
    $read = [STDIN];
    $none = [];
    stream_select($read, $none, $none, 20);
    for ($i = 0; $i < 10; $i++) {
        posix_kill(%d, $i %% 2 ? SIGALRM : SIGTERM);
        usleep(5000);
    }
    $peer = new NativeIpcPeer();
    $peer->createStdioSession()->onRequest(fn (LogMessage $question) => new LogMessage(md5($question->message)));
    $peer->run();
    PHP, getmypid());
$handled = 0;
$handler = function () use (&$handled) { $handled += is_running('request') ? 1 : 1000; };
pcntl_signal(SIGTERM, $handler);
pcntl_signal(SIGALRM, $handler);
$text = random_bytes(8 << 20);
foreach ([true, false] as $async) {
    foreach (['pipes', 'a socket'] as $over) {
        pcntl_async_signals($async);
        $handled = 0;
        $peer = new NativeIpcPeer();
        if ($over === 'pipes') {
            $session = start_worker($peer, $worker);
        } else {
            [$socket, $process] = start_on_socket($worker);
            $session = $peer->createStreamSession($socket, $socket);
        }
        $promise = $session->request(new LogMessage($text), 20);
        echo $async ? 'asynchronous' : 'dispatched', " over $over: ",
            match (true) {
                $handled === 0 => 'not handled during the write',
                $handled < 1000 => 'handled during the write',
                default => 'handled elsewhere',
            }, ', ', $promise->await()->message === md5($text) ? 'the frame is whole' : 'the frame is damaged', "\n";
        pcntl_signal_dispatch();
        var_dump($handled > 1);
    }
}
--EXPECT--
asynchronous over pipes: handled during the write, the frame is whole
bool(true)
asynchronous over a socket: handled during the write, the frame is whole
bool(true)
dispatched over pipes: not handled during the write, the frame is whole
bool(true)
dispatched over a socket: not handled during the write, the frame is whole
bool(true)
