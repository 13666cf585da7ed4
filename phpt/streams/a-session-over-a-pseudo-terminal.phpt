--TEST--
A session may run over a pseudo-terminal in raw mode, whatever its messages hold
--SKIPIF--
<?php
$process = @proc_open('stty --version', [['pty'], ['pty'], ['pipe', 'w']], $pipes);
if (!$process || !str_contains((string) @stream_get_contents($pipes[1]), 'stty')) {
    die('skip pseudo-terminals or stty are not there');
}
?>
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/peers.php';

$process = proc_open('stty raw -echo && echo ready && exec ' . worker_command(<<<'PHP'
    $peer = new NativeIpcPeer();
    $peer->createStdioSession()->onRequest(fn (LogMessage $question) => new LogMessage(strrev($question->message)));
    $peer->run();
    PHP), [['pty'], ['pty'], STDERR], $pipes);
echo trim(fgets($pipes[1])), "\n";
$peer = new NativeIpcPeer();
$session = $peer->createStreamSession($pipes[0], $pipes[1]);
foreach ([10, 1000, 3000] as $size) {
    $text = random_bytes($size) . "\r\n\x03\x04\x1a\0";
    var_dump($session->request(new LogMessage($text), 20)->await()->message === strrev($text));
}
proc_terminate($process, 9);
tick_until($peer, fn () => !$session->isOpen());
echo "ended\n";
--EXPECT--
ready
bool(true)
bool(true)
bool(true)
ended
