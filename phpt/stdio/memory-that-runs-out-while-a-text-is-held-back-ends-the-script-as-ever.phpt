--TEST--
Memory that runs out while a text is held back behind a frame ends the script as ever, behind the frame
--SKIPIF--
<?php if (!extension_loaded('pcntl') || !extension_loaded('posix')) die('skip pcntl and posix are needed'); ?>
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\Serialization\NativeMessageSerializer;
use StreamIpc\Transport\FrameCodec;

require __DIR__ . '/../support/peers.php';

$process = proc_open('exec ' . worker_command(<<<'PHP'
    ini_set('memory_limit', '32M');
    ini_set('display_errors', '1');
    ini_set('html_errors', '0');
    pcntl_async_signals(true);
    $session = (new NativeIpcPeer())->createStdioSession();
    $large = str_repeat('y', 14_000_000);
    register_shutdown_function(fn () => fwrite(STDERR, '.'));
    pcntl_signal(SIGUSR1, function () use ($large) {
        pcntl_signal(SIGUSR1, SIG_IGN);
        echo $large;
        echo $large;
    });
    $session->notify(new LogMessage(str_repeat('x', 2_000_000)));
    PHP), [['pipe', 'r'], ['pipe', 'w'], ['pipe', 'w']], $pipes);
$start = fread($pipes[1], 1);
stream_set_blocking($pipes[2], false);
while (!str_contains((string) fread($pipes[2], 4096), '.')) {
    posix_kill(proc_get_status($process)['pid'], SIGUSR1);
    usleep(10_000);
}
$messages = (new FrameCodec(new NativeMessageSerializer()))->feed($start . stream_get_contents($pipes[1]));
$frame = array_shift($messages);
echo $frame->level, ', ', strlen($frame->message), "\n";
$text = implode('', array_map(fn (LogMessage $junk) => $junk->message, $messages));
echo strlen($text) - strlen(ltrim($text, 'y')), ' bytes of text, then ', trim(ltrim($text, 'y')), "\n";
echo 'exit code ', proc_close($process), "\n";
?>
--EXPECTF--
info, 2000000
%d bytes of text, then Fatal error: Allowed memory size of 33554432 bytes exhausted%S (tried to allocate %d bytes) in %s on line %d
exit code 255
