--TEST--
A PeerClosedException has the last 4 KiB that the other side printed outside of frames, and ends with the line that tells most
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;
use StreamIpc\Transport\PeerClosedException;

require __DIR__ . '/../support/peers.php';

// Each waits for the request before it ends.
foreach ([
    'print and throw' => 'fgetc(STDIN); fwrite(STDERR, str_repeat("0123456789\n", 1000)); throw new Exception("no more");',
    'print lines' => 'fgetc(STDIN); echo "first\n\xFF last\n\n";',
    'say nothing after a message' => '(new NativeIpcPeer())->createStdioSession()->notify(new LogMessage("hi")); fgetc(STDIN);',
] as $what => $code) {
    echo "$what:\n";
    $peer = new NativeIpcPeer();
    $command = str_replace(' -r ', ' -d display_errors=stderr -d log_errors=0 -d html_errors=0 -r ', worker_command($code));
    $session = $peer->createCommandSession($command, getenv());
    try {
        $session->request(new LogMessage('question'), 20.0)->await();
    } catch (PeerClosedException $e) {
        echo $e->getMessage(), "\n";
        echo strlen($e->getLastOutput()), ' bytes: ', json_encode(substr($e->getLastOutput(), -40), JSON_INVALID_UTF8_SUBSTITUTE | JSON_UNESCAPED_UNICODE), "\n";
    }
}
var_dump((new PeerClosedException('made by hand'))->getLastOutput());
--EXPECTF--
print and throw:
No reply to request %d.1 can come any more: process %d exited with code 255; its last words: Fatal error: Uncaught Exception: no more in Command line code:%d
4096 bytes: "%S  thrown in Command line code on line %d\n"
print lines:
No reply to request %d.2 can come any more: process %d exited with code 0; its last words: � last
14 bytes: "first\n� last\n\n"
say nothing after a message:
No reply to request %d.3 can come any more: process %d exited with code 0
0 bytes: ""
string(0) ""
