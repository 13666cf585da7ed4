--TEST--
Text that a script prints in the middle of a frame comes after it, in order, even if nothing else is sent
--SKIPIF--
<?php if (!extension_loaded('pcntl') || !extension_loaded('posix')) die('skip pcntl and posix are needed'); ?>
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\Serialization\NativeMessageSerializer;
use StreamIpc\Transport\FrameCodec;

require __DIR__ . '/../support/peers.php';

// Each is interrupted while a frame is half written, as nobody reads.
$ways = [
    'a signal handler' => <<<'PHP'
        pcntl_signal(SIGUSR1, function () use (&$handled) {
            if (!$handled) {
                $handled = true;
                echo 'printed ';
                echo 'twice';
                fwrite(STDERR, '.');
            }
        });
        $session->notify($long);
        $session->notify(new LogMessage('next'));
        PHP,
    'a warning in one' => <<<'PHP'
        ini_set('display_errors', '1');
        ini_set('html_errors', '0');
        pcntl_signal(SIGUSR1, function () use (&$handled) {
            $handled || trigger_error('from a handler', E_USER_WARNING);
            $handled || fwrite(STDERR, '.');
            $handled = true;
        });
        $session->notify($long);
        $session->notify(new LogMessage('next'));
        PHP,
    'an output callback, a destructor' => <<<'PHP'
        pcntl_signal(SIGUSR1, function () use (&$handled) {
            if (!$handled) {
                $handled = true;
                ob_start(fn (string $text) => "<$text>");
                echo 'buffered';
                ob_end_flush();
                new class { function __destruct() { echo 'destructed'; } };
                fwrite(STDERR, '.');
            }
        });
        $session->notify($long);
        $session->notify(new LogMessage('next'));
        PHP,
    'an exception, with which the script goes on' => <<<'PHP'
        pcntl_signal(SIGUSR1, function () { throw new DomainException('stop'); });
        try {
            $session->notify($long);
        } catch (DomainException $e) {
            pcntl_signal(SIGUSR1, SIG_IGN);
            echo 'caught ', $e->getMessage();
            fwrite(STDERR, '.');
        }
        $session->notify(new LogMessage('next'));
        PHP,
    'an exception, with which the script ends' => <<<'PHP'
        register_shutdown_function(fn () => fwrite(STDERR, '.'));
        pcntl_signal(SIGUSR1, function () { exit('the end'); });
        $session->notify($long);
        PHP,
];
foreach ($ways as $way => $code) {
    $process = proc_open('exec ' . worker_command(<<<'PHP'
        pcntl_async_signals(true);
        $session = (new NativeIpcPeer())->createStdioSession();
        $long = new LogMessage(str_repeat('x', 3_000_000));
        PHP . $code), [['pipe', 'r'], ['pipe', 'w'], ['pipe', 'w']], $pipes);
    // The first bytes of the frame are there: its rest has no room.
    $start = fread($pipes[1], 1);
    $pid = proc_get_status($process)['pid'];
    stream_set_blocking($pipes[2], false);
    while (fread($pipes[2], 1) === '') {
        posix_kill($pid, SIGUSR1);
        usleep(10_000);
    }
    $messages = (new FrameCodec(new NativeMessageSerializer()))->feed($start . stream_get_contents($pipes[1]));
    foreach ($messages as $message) {
        assert($message instanceof LogMessage);
        $text = strlen($message->message) > 1000 ? strlen($message->message) . ' bytes' : trim($message->message);
        echo "$way: $message->level, $text\n";
    }
    proc_close($process);
}
?>
--EXPECTF--
a signal handler: info, 3000000 bytes
a signal handler: junk, printed twice
a signal handler: info, next
a warning in one: info, 3000000 bytes
a warning in one: junk, Warning: from a handler in %s on line %d
a warning in one: info, next
an output callback, a destructor: info, 3000000 bytes
an output callback, a destructor: junk, <buffered>destructed
an output callback, a destructor: info, next
an exception, with which the script goes on: info, 3000000 bytes
an exception, with which the script goes on: junk, caught stop
an exception, with which the script goes on: info, next
an exception, with which the script ends: info, 3000000 bytes
an exception, with which the script ends: junk, the end
