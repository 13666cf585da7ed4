<?php

/**
 * Starts a process that sends us a signal every 20 milliseconds until it is stopped, so that one surely comes while
 * we wait.
 *
 * @return resource
 */
function start_signals(int $signal)
{
    $process = proc_open('exec ' . worker_command(sprintf(
        'while (posix_kill(%d, %d)) { usleep(20_000); }',
        getmypid(),
        $signal,
    )), [], $pipes);
    register_shutdown_function(stop_signals(...), $process);

    return $process;
}

/** @param resource $process of start_signals() */
function stop_signals($process): void
{
    proc_terminate($process, SIGKILL);
}

/** Whether this method has called, directly or not, the caller of this function. */
function is_running(string $method): bool
{
    return in_array($method, array_column(debug_backtrace(DEBUG_BACKTRACE_IGNORE_ARGS), 'function'), true);
}
