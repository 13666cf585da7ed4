--TEST--
A worker whose standard input is closed can send; its session has ended, and whatever has that descriptor is left alone
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\Serialization\NativeMessageSerializer;
use StreamIpc\Transport\FrameCodec;

require __DIR__ . '/../support/peers.php';

$script = tempnam(sys_get_temp_dir(), 'stream-ipc-');
file_put_contents($script, <<<'PHP'
    <?php
    // PHP opens this script as the lowest descriptor that is free, which is that of standard input.
    $peer = new StreamIpc\NativeIpcPeer();
    $session = $peer->createStdioSession();
    $session->onMessage(fn ($message) => $session->notify($message));
    $session->notify(new StreamIpc\Message\LogMessage('sent'));
    $peer->run();
    $session->notify(new StreamIpc\Message\LogMessage($session->isOpen() ? 'open' : 'ended'));
    PHP);
$ways = ['a file' => escapeshellarg($script), '-r' => '-r ' . escapeshellarg(substr(file_get_contents($script), 6))];
foreach ($ways as $way => $arguments) {
    $output = shell_exec(escapeshellarg(PHP_BINARY) . " $arguments <&-");
    foreach ((new FrameCodec(new NativeMessageSerializer()))->feed($output) as $message) {
        echo "$way: $message->level, $message->message\n";
    }
}

echo shell_exec(worker_command(<<<'PHP'
    try {
        (new NativeIpcPeer())->createStdioSession();
    } catch (RuntimeException $e) {
        fwrite(STDERR, $e->getMessage());
    }
    PHP) . ' 2>&1 >&-'), "\n";
unlink($script);
?>
--EXPECT--
a file: info, sent
a file: info, ended
-r: info, sent
-r: info, ended
Standard output was closed when this process started, so that nothing can be sent: start it with a pipe, a socket or a file as its standard output
