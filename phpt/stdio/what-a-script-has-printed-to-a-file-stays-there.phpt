--TEST--
Text that a script has printed to a file stays there, and later frames come after it
--FILE--
<?php

use StreamIpc\Message\LogMessage;

require __DIR__ . '/../support/peers.php';

$ways = [
    'createStdioSession' => '$session = (new NativeIpcPeer())->createStdioSession();',
    'createStreamSession' => '$session = (new NativeIpcPeer())->createStreamSession(STDOUT, STDIN);',
    'NativeMessageTransport' => <<<'PHP'
        $session = new StreamIpc\Transport\NativeMessageTransport(STDOUT, [STDIN], new StreamIpc\Serialization\NativeMessageSerializer());
        PHP,
];
$file = tempnam(sys_get_temp_dir(), 'stream-ipc-');
foreach ($ways as $way => $code) {
    foreach (['w', 'a'] as $mode) {
        file_put_contents($file, "zero\n");
        $process = proc_open(
            worker_command("echo \"one\\ntwo\\n\"; $code echo \"three\\n\";"),
            [['file', '/dev/null', 'r'], ['file', $file, $mode]],
            $pipes,
        );
        proc_close($process);
        echo "$way, $mode: ", json_encode(file_get_contents($file)), "\n";
    }
}

// Frames stand where they were sent.
$process = proc_open(worker_command(<<<'PHP'
    echo 'before';
    $session = (new NativeIpcPeer())->createStdioSession();
    echo 'between';
    $session->notify(new LogMessage('framed'));
    echo 'behind';
    PHP), [['file', '/dev/null', 'r'], ['file', $file, 'w']], $pipes);
proc_close($process);
var_dump(file_get_contents($file) === 'beforebetween' . frame(new LogMessage('framed')) . 'behind');
unlink($file);
?>
--EXPECT--
createStdioSession, w: "one\ntwo\nthree\n"
createStdioSession, a: "zero\none\ntwo\nthree\n"
createStreamSession, w: "one\ntwo\nthree\n"
createStreamSession, a: "zero\none\ntwo\nthree\n"
NativeMessageTransport, w: "one\ntwo\nthree\n"
NativeMessageTransport, a: "zero\none\ntwo\nthree\n"
bool(true)
