<?php

use StreamIpc\IpcSession;
use StreamIpc\Message\LogMessage;

/** The code of a worker that answers every request with the request. */
const ECHO_WORKER = <<<'PHP'
    $peer = new NativeIpcPeer();
    $peer->createStdioSession()->onRequest(fn (LogMessage $question) => $question);
    $peer->run();
    PHP;

/** The process id of a forked child that makes this call and exits. */
function fork(callable $child): int
{
    $pid = pcntl_fork();
    if ($pid === 0) {
        pcntl_alarm(60);
        $child();
        exit;
    }

    return $pid;
}

/** Waits for a child, and returns its exit status; SIGALRM ends the wait. */
function exit_status(int $pid): int|string
{
    pcntl_waitpid($pid, $status);

    return pcntl_wifexited($status) ? pcntl_wexitstatus($status) : 'killed by signal ' . pcntl_wtermsig($status);
}

/** Asks an echoing session $times times, and returns how many replies were right. */
function ask(IpcSession $session, string $who, int $times): string
{
    $right = 0;
    for ($i = 0; $i < $times; $i++) {
        $text = "question $i of the $who";
        $right += (int) ($session->request(new LogMessage($text), 10)->await()->message === $text);
    }

    return "$right replies to the $who";
}
