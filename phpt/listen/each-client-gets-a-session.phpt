--TEST--
listen() makes a session for each client, also for those that come at once, and run() goes on without clients
--SKIPIF--
<?php if (!extension_loaded('pcntl')) die('skip pcntl is needed'); ?>
--FILE--
<?php

use StreamIpc\IpcSession;
use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/forks.php';
require __DIR__ . '/../support/peers.php';

foreach (['unix://' . tempnam(sys_get_temp_dir(), 'stream-ipc') . '.sock', 'tcp://127.0.0.1:0'] as $address) {
    $server = stream_socket_server($address);
    $address = strtok($address, ':') . '://' . stream_socket_get_name($server, false);
    $clients = [];
    for ($i = 0; $i < 20; $i++) {
        $clients[] = fork(function () use ($address, $i) {
            $peer = new NativeIpcPeer();
            $socket = stream_socket_client($address);
            $reply = $peer->createStreamSession($socket, $socket)->request(new LogMessage("client $i"), 20)->await();
            exit($reply->message === "hello, client $i" ? 0 : 1);
        });
    }
    $peer = new NativeIpcPeer();
    $gone = 0;
    $peer->listen($server, function (IpcSession $session) use ($peer, $server, &$gone) {
        $session->onRequest(fn (LogMessage $message) => new LogMessage("hello, $message->message"));
        $session->onClose(function () use ($peer, $server, &$gone) {
            ++$gone === 20 && $peer->unwatch($server);
        });
    });
    $peer->run();
    echo array_sum(array_map(exit_status(...), $clients)) === 0 ? "all are served\n" : "some are not\n";
    str_starts_with($address, 'unix') && unlink(substr($address, 7));
}
--EXPECT--
all are served
all are served
