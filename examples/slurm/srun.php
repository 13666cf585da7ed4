<?php

declare(strict_types=1);

namespace Examples\Slurm;

/**
 * The command that has Slurm place a worker: as a step where this process runs inside an allocation, else as a
 * job of its own.
 *
 * @param list<string> $worker the command, as the nodes know it
 * @param list<string> $options more options of srun, such as --mem=512M
 * @return list<string>
 */
function srun(array $worker, array $options = []): array
{
    return [
        // The code for "its program did not run": the job of such a worker goes to another one.
        'env', 'SLURM_EXIT_IMMEDIATE=127',
        'srun',
        // Without it, srun hands on whole lines, and a message that has no newline never arrives.
        '--unbuffered',
        // One worker, which leaves the other CPUs of an allocation to the others.
        '--ntasks=1', '--nodes=1', '--exact',
        // A job should not wait for ever with a worker that waits for a node.
        '--immediate=5',
        '--quiet',
        ...$options,
        ...$worker,
    ];
}
