<?php

/** The bytes with a few of them changed, taken away or doubled, anywhere; the random numbers are mt_srand()'s. */
function mutated(string $bytes): string
{
    for ($changes = mt_rand(0, 4); $changes > 0; $changes--) {
        $at = mt_rand(0, strlen($bytes));
        $bytes = match (mt_rand(0, 3)) {
            0 => substr_replace($bytes, chr(mt_rand(0, 255)), $at, 1),
            1 => substr_replace($bytes, '', $at, mt_rand(1, 20)),
            2 => substr_replace($bytes, substr($bytes, $at, mt_rand(1, 20)), $at, 0),
            3 => substr_replace($bytes, (string) mt_rand(0, 99), $at, mt_rand(0, 2)),
        };
    }

    return $bytes;
}
