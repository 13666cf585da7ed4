<?php
// The cluster that scripts/test-slurm has started: nodes n1 and n2, with four CPUs each.

use StreamIpc\WorkerPool;

use function Examples\Slurm\srun;

require_once __DIR__ . '/peers.php';
require_once __DIR__ . '/../../examples/slurm/srun.php';

function skip_without_slurm(): void
{
    if (getenv('STREAM_IPC_SLURM') === false) {
        die('skip no cluster: make test-slurm starts one');
    }
}

/** The command of a worker that Slurm places. $job is a LogMessage; the code returns the text of the reply. */
function slurm_worker(string $code, string ...$options): array
{
    $worker = worker_command(<<<PHP
        \$peer = new NativeIpcPeer();
        \$parent = \$peer->createStdioSession();
        \$parent->sayHello();
        \$parent->onRequest(function (LogMessage \$job, \$parent, \$request) {
            \$node = getenv('SLURMD_NODENAME');
            \$step = getenv('SLURM_JOB_ID') . '.' . getenv('SLURM_STEP_ID');
            return new LogMessage((function () use (\$job, \$request, \$node, \$step) {
                $code
            })());
        });
        \$peer->run();
        PHP);

    return srun(['sh', '-c', "exec $worker"], $options);
}

/** Runs one of Slurm's commands. */
function slurm(string ...$command): string
{
    exec(implode(' ', array_map(escapeshellarg(...), $command)) . ' 2>&1', $output, $status);
    $status === 0 || throw new RuntimeException(implode(' ', $command) . ": $status\n" . implode("\n", $output));

    return implode("\n", $output);
}

/** Waits until both nodes are there and have nothing to do. */
function await_idle_nodes(): void
{
    $limit = hrtime(true) + 60_000_000_000;
    while (($states = slurm('sinfo', '--noheader', '--Node', '--format=%t')) !== "idle\nidle") {
        hrtime(true) < $limit || throw new RuntimeException("The nodes are still $states");
        usleep(100_000);
    }
}

/** Cuts a node's power: all its processes are gone. */
function kill_node(string $node): void
{
    touch(getenv('STREAM_IPC_SLURM') . "/$node/down");
    exec("pkill -KILL -x -f 'slurmd -D -N $node'");
}

function restart_node(string $node): void
{
    unlink(getenv('STREAM_IPC_SLURM') . "/$node/down");
}
