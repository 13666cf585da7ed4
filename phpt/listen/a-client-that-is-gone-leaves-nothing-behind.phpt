--TEST--
When its client is gone, a session leaves its peer by itself, after its close handlers, and nothing is left of it
--SKIPIF--
<?php if (!is_dir("/proc/self/fd")) die("skip /proc is needed"); ?>
--FILE--
<?php

use StreamIpc\IpcSession;
use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/peers.php';

$server = stream_socket_server('tcp://127.0.0.1:0');
$address = 'tcp://' . stream_socket_get_name($server, false);
$peer = new NativeIpcPeer();
$ended = 0;
$sessions = [];
$peer->listen($server, function (IpcSession $session) use (&$ended, &$sessions) {
    $session->onRequest(fn (LogMessage $message) => $message);
    $session->onClose(function () use (&$ended) {
        $ended++;
    });
    $sessions[] = WeakReference::create($session);
});
$clients = new NativeIpcPeer();
$come_and_go = function () use ($address, $clients, $peer, &$ended, &$sessions) {
    $before = $ended;
    $socket = stream_socket_client($address);
    $session = $clients->createStreamSession($socket, $socket);
    $promise = $session->request(new LogMessage('hello'), 20);
    tick_until($peer, fn () => $clients->tick(0) ?? $promise->isResolved());
    $session->close();
    unset($session, $promise);
    fclose($socket);
    tick_until($peer, function () use (&$ended, $before) {
        return $ended > $before;
    });
};
$come_and_go();
$descriptors = count(scandir('/proc/self/fd'));
for ($i = 0; $i < 100; $i++) {
    $come_and_go();
}
var_dump(count(array_filter($sessions, fn (WeakReference $session) => $session->get())));
var_dump(count(scandir('/proc/self/fd')) === $descriptors);
var_dump($ended);
--EXPECT--
int(0)
bool(true)
int(101)
