<?php
// Processes that are to die: started without a shell in between, which would live on and report it.

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

/** Makes the code of a worker able to use these functions, too. */
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
 * Starts a parent that starts a worker, and kills the parent when it has printed a line.
 * The parent finds the code of the worker in WORKER; the worker's last words are written with say().
 */
function last_words_of_orphan(string $worker, string $parent): string
{
    $code = 'const WORKER = ' . var_export($worker, true) . '; ' . $parent;
    // The worker inherits the last pipe from its parent.
    $process = start_bare_process($code, [['pipe', 'r'], ['pipe', 'w'], STDERR, ['pipe', 'w']], $pipes);
    fgets($pipes[1]);
    posix_kill(proc_get_status($process)['pid'], SIGKILL);

    return fgets($pipes[3]);
}

/** Writes a line to whoever has started the parent. */
function say(string $line): void
{
    fwrite(fopen('php://fd/3', 'w'), "$line\n");
}

/**
 * Gives a worker this input and tells whether its output ends within ten seconds, and what it has to
 * say after that: the code calls linger() when it has closed its output. Without input, that ends.
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

/** Lets this process open descriptors up to this number only, and returns how many it could before. */
function limit_descriptors(int $limit): int
{
    ['soft openfiles' => $soft, 'hard openfiles' => $hard] = posix_getrlimit();
    posix_setrlimit(POSIX_RLIMIT_NOFILE, $limit, $hard === 'unlimited' ? -1 : (int) $hard);

    return (int) $soft;
}

/** In a worker: tells its parent its process id, so that it can be woken. */
function introduce(): void
{
    pcntl_sigprocmask(SIG_BLOCK, [SIGUSR1]);
    fwrite(STDOUT, frame(new LogMessage((string) getmypid())));
}

/** In a worker that has introduced itself: reads nothing until it is woken. */
function sleep_until_woken(): void
{
    pcntl_sigwaitinfo([SIGUSR1]);
}

/**
 * In a worker without a session: the next messages on its standard input, or fewer where it ends.
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

/** The process id of a worker that introduces itself. When this process ends, so does the worker. */
function pid_of(IpcPeer $peer, IpcSession $session): int
{
    $note = function (LogMessage $message) use (&$pid) { $pid ??= (int) $message->message; };
    $session->onMessage($note);
    tick_until($peer, function () use (&$pid) { return $pid !== null; });
    $session->offMessage($note);
    // Behind the shutdown functions of the test, which may still ask.
    register_shutdown_function(fn () => register_shutdown_function(fn () => posix_kill($pid, SIGKILL)));

    return $pid;
}

/** Has a worker read that sleeps until it is woken. */
function wake(int $pid): void
{
    posix_kill($pid, SIGUSR1);
}
