<?php
// Processes that tests kill: no shell starts them, because it would live on and report the death.

use StreamIpc\IpcPeer;
use StreamIpc\IpcSession;
use StreamIpc\Message\LogMessage;
use StreamIpc\Message\Message;
use StreamIpc\NativeIpcPeer;
use StreamIpc\Serialization\NativeMessageSerializer;
use StreamIpc\Transport\FrameCodec;

require_once __DIR__ . '/forks.php';
require_once __DIR__ . '/peers.php';

/** The code of a worker that answers with the question, written backwards. */
const ANSWERING = <<<'PHP'
    $peer = new NativeIpcPeer();
    $session = $peer->createStdioSession();
    $session->onRequest(fn (LogMessage $question) => new LogMessage(strrev($question->message)));
    $peer->run();
    PHP;

/** Adds these functions to the code of a worker. */
function with_support(string $code): string
{
    return 'require ' . var_export(__FILE__, true) . '; ' . $code;
}

/** A session with a PHP process that runs this code. */
function start_bare_worker(NativeIpcPeer $peer, string $code): IpcSession
{
    return $peer->createCommandSession('exec ' . worker_command(with_support($code)), getenv());
}

/** A PHP process that runs this code, with these descriptors. */
function start_bare_process(string $code, array $descriptors, ?array &$pipes = null)
{
    return proc_open('exec ' . worker_command(with_support($code)), $descriptors, $pipes);
}

/**
 * Starts a parent that starts a worker, kills the parent once it has printed a line, and returns the worker's
 * last words. The parent finds the worker's code in WORKER; the worker writes with say().
 */
function last_words_of_orphan(string $worker, string $parent): string
{
    $code = 'const WORKER = ' . var_export($worker, true) . '; ' . $parent;
    // The worker inherits no pipe of ours, but finds this one by its name.
    $fifo = tempnam(sys_get_temp_dir(), 'words');
    unlink($fifo);
    posix_mkfifo($fifo, 0600);
    $words = fopen($fifo, 'r+');
    putenv("LAST_WORDS=$fifo");
    $process = start_bare_process($code, [['pipe', 'r'], ['pipe', 'w'], STDERR], $pipes);
    fgets($pipes[1]);
    posix_kill(proc_get_status($process)['pid'], SIGKILL);
    $line = fgets($words);
    unlink($fifo);

    return $line;
}

/** In a worker: writes a line to the test. */
function say(string $line): void
{
    fwrite(fopen(getenv('LAST_WORDS') ?: 'php://fd/3', 'w'), "$line\n");
}

/**
 * Gives a worker this input; returns whether its output ends within ten seconds, and what it writes after
 * that. The code calls linger() once it has closed its output. Without $input, its input ends at once.
 */
function end_and_last_words(string $code, string $input = ''): string
{
    $process = start_bare_process($code, [['pipe', 'r'], ['pipe', 'w'], STDERR, ['pipe', 'w'], ['pipe', 'r']], $pipes);
    if ($input === '') {
        fclose($pipes[0]);
    } else {
        fwrite($pipes[0], $input);
    }
    [1 => $output, 3 => $words, 4 => $leave] = $pipes;
    do {
        $readable = [$output];
        $ready = stream_select($readable, $none, $none, 10);
    } while ($ready && fread($output, 8192) !== '');
    fclose($leave);

    return ($ready ? 'its output ends' : 'no end') . ', then: ' . fgets($words);
}

/** Lives until the caller of end_and_last_words() has seen the end of the output. */
function linger(): void
{
    fgets(fopen('php://fd/4', 'r'));
    say('I am still there');
}

/** Limits the descriptors that this process may open, and returns the former limit. */
function limit_descriptors(int $limit): int
{
    ['soft openfiles' => $soft, 'hard openfiles' => $hard] = posix_getrlimit();
    posix_setrlimit(POSIX_RLIMIT_NOFILE, $limit, $hard === 'unlimited' ? -1 : (int) $hard);

    return (int) $soft;
}

/** In a worker: tells the parent its process id, so that the parent can wake it. */
function introduce(): void
{
    pcntl_sigprocmask(SIG_BLOCK, [SIGUSR1]);
    fwrite(STDOUT, frame(new LogMessage((string) getmypid())));
}

/** In a worker that has called introduce(): reads nothing until the parent wakes it. */
function sleep_until_woken(): void
{
    pcntl_sigwaitinfo([SIGUSR1]);
}

/**
 * In a worker without a session: reads the next messages from standard input; fewer if that ends.
 *
 * @return list<Message>
 */
function read_messages(int $count): array
{
    $codec = new FrameCodec(new NativeMessageSerializer());
    $messages = [];
    while (count($messages) < $count && !feof(STDIN)) {
        array_push($messages, ...$codec->feed(fread(STDIN, 8192)));
    }

    return $messages;
}

/** The process id of a worker that calls introduce(). When this process ends, it kills the worker. */
function pid_of(IpcPeer $peer, IpcSession $session): int
{
    $note = function (LogMessage $message) use (&$pid) { $pid ??= (int) $message->message; };
    $session->onMessage($note);
    tick_until($peer, function () use (&$pid) { return $pid !== null; });
    $session->offMessage($note);
    // Kill it after the shutdown functions of the test, which may still ask it.
    register_shutdown_function(fn () => register_shutdown_function(fn () => posix_kill($pid, SIGKILL)));

    return $pid;
}

/** Wakes a worker in sleep_until_woken(), so that it reads. */
function wake(int $pid): void
{
    posix_kill($pid, SIGUSR1);
}
