--TEST--
If too many files are open to accept a client, tick() throws, at most once a second, and the client is served as soon as there is room
--SKIPIF--
<?php if (!extension_loaded('posix') || !function_exists('posix_setrlimit')) die('skip posix_setrlimit() is needed'); ?>
--FILE--
<?php

use StreamIpc\IpcSession;
use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/peers.php';

$server = stream_socket_server('tcp://127.0.0.1:0');
$peer = new NativeIpcPeer();
$served = false;
$peer->listen($server, function (IpcSession $session) use (&$served) {
    $served = true;
});
[$here, $there] = session_pair($peer);
$there->onRequest(fn (LogMessage $question) => $question);
$client = stream_socket_client('tcp://' . stream_socket_get_name($server, false));
posix_setrlimit(POSIX_RLIMIT_NOFILE, 64, posix_getrlimit()['hard openfiles'] === 'unlimited' ? -1 : (int) posix_getrlimit()['hard openfiles']);
$full = [];
while ($file = @fopen('/dev/null', 'r')) {
    $full[] = $file;
}
$cpu = cpu_seconds();
$told = $others = 0;
for ($end = hrtime(true) + 2.5e9; hrtime(true) < $end;) {
    try {
        $others += $here->request(new LogMessage('still here?'), 20)->await()->message === 'still here?';
        $peer->tick(0.1);
    } catch (RuntimeException $e) {
        $told++ || print($e->getMessage() . "\n");
    }
}
echo "told $told times, ", $others > 10 ? 'others are served' : 'others wait', cpu_seconds() - $cpu < 0.5 ? '' : ', it spins', "\n";
$full = [];
tick_until($peer, function () use (&$served) {
    return $served;
});
echo "served\n";
--EXPECTF--
Cannot accept a connection: Too many open files; it waits, and the next try is in 1 s
told 3 times, others are served
served
