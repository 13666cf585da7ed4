--TEST--
Clients that come and go leave no descriptor and no memory behind where onClose() closes their sessions
--SKIPIF--
<?php if (!is_dir('/proc/self/fd')) die('skip /proc is needed'); ?>
--FILE--
<?php

use StreamIpc\IpcSession;
use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/peers.php';

$descriptors = fn () => count(scandir('/proc/self/fd'));
$peer = new NativeIpcPeer();
$closed = 0;
$serve = function () use ($peer, &$closed) {
    [$session, $client] = session_and_socket($peer);
    $session->onRequest(fn (LogMessage $request) => $request);
    $session->onClose(function (IpcSession $session) use (&$closed) {
        $session->close();
        $closed++;
    });
    fwrite($client, frame(new LogMessage('I was here')));
    fclose($client);
    $peer->tick(1);
    $peer->tick(1);
};
$serve();
[$descriptorsBefore, $memoryBefore] = [$descriptors(), memory_get_usage()];
for ($i = 0; $i < 2000; $i++) {
    $serve();
}
var_dump($closed, $descriptors() === $descriptorsBefore, memory_get_usage() - $memoryBefore < 10_000);
--EXPECT--
int(2001)
bool(true)
bool(true)
