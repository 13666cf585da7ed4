--TEST--
Signals whose handlers are not PHP code, and do not let system calls go on, disturb no wait
--SKIPIF--
<?php
if (!extension_loaded('posix')) die('skip posix is needed');
if (!extension_loaded('FFI') || PHP_OS_FAMILY !== 'Linux') die('skip FFI is needed, and a libc it is at home in');
?>
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/peers.php';

$peer = new NativeIpcPeer();
$session = start_worker($peer, <<<'PHP'
    // Any function will do for a handler: abs() of the signal's number.
    const SIGUSR1_OF_LINUX = 10;
    $libc = FFI::cdef('int abs(int); void *signal(int, void *); int siginterrupt(int, int);');
    $libc->signal(SIGUSR1_OF_LINUX, FFI::cast('void *', $libc->abs));
    $libc->siginterrupt(SIGUSR1_OF_LINUX, 1);
    $peer = new NativeIpcPeer();
    $peer->createStdioSession()->onRequest(
        fn (LogMessage $request) => $request->message === 'who are you?' ? new LogMessage((string) getmypid()) : $request,
    );
    $peer->run();
    PHP);
$pid = (int) $session->request(new LogMessage('who are you?'), 20)->await()->message;
$storm = proc_open('exec ' . worker_command("while (posix_kill($pid, 10)) { usleep(50); }"), [], $pipes);
$wrong = 0;
for ($i = 0; $i < 2000; $i++) {
    $text = $i % 100 ? "question $i" : str_repeat("$i ", 50_000);
    $wrong += $session->request(new LogMessage($text), 20)->await()->message === $text ? 0 : 1;
}
proc_terminate($storm, 9);
var_dump($wrong);
--EXPECT--
int(0)
