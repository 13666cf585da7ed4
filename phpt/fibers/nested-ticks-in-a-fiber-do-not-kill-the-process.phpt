--TEST--
Handlers that tick too deep inside a fiber, whose stack is small, meet an exception; nothing is lost
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/peers.php';

const MESSAGES = 3000;
$peer = new NativeIpcPeer();
[$session, $socket] = session_and_socket($peer);
$came = [];
$session->onMessage(function (LogMessage $message) use ($peer, $socket, &$came) {
    $came[] = (int) $message->message;
    if (count($came) < MESSAGES) {
        fwrite($socket, frame(new LogMessage((string) count($came))));
        $peer->tick(0);
    }
});
fwrite($socket, frame(new LogMessage('0')));
$limit = hrtime(true) + 20e9;
$errors = [];
while (count($came) < MESSAGES && hrtime(true) < $limit) {
    // Another is suspended deep in its own stack meanwhile.
    $fibers[] = $fiber = new Fiber(function () use ($peer, &$errors) {
        try {
            $peer->tick(0);
        } catch (Error $e) {
            $errors[strtok($e->getMessage(), ':')] = true;
        }
        Fiber::suspend();
    });
    $fiber->start();
}
var_dump($came === range(0, MESSAGES - 1), array_keys($errors));
--EXPECTF--
bool(true)
array(1) {
  [0]=>
  string(%d) "Maximum call stack size%s"
}
