<?php

// What the consumer and its workers say to each other.

declare(strict_types=1);

namespace Examples\Messenger;

use StreamIpc\Message\Message;
use Symfony\Component\Messenger\Exception\HandlerFailedException;
use Symfony\Component\Messenger\Exception\RecoverableExceptionInterface;
use Symfony\Component\Messenger\Exception\RecoverableMessageHandlingException;
use Symfony\Component\Messenger\Exception\UnrecoverableExceptionInterface;
use Symfony\Component\Messenger\Exception\UnrecoverableMessageHandlingException;

/** An envelope, as Messenger's serializer has encoded it. */
final readonly class Handle implements Message
{
    /** @param array<string, string> $headers */
    public function __construct(public string $transport, public string $body, public array $headers)
    {
    }
}

final readonly class Handled implements Message
{
}

/** A handler has thrown. Exceptions may hold anything, so what Messenger's rules need of one travels. */
final readonly class Failed implements Message
{
    /** @param bool|null $retry whether to retry, if the exception says it itself */
    private function __construct(private string $text, private ?bool $retry)
    {
    }

    public static function because(\Throwable $e): self
    {
        $causes = [$e];
        if ($e instanceof HandlerFailedException) {
            // The second name is that of Messenger 5.
            $causes = method_exists($e, 'getWrappedExceptions') ? $e->getWrappedExceptions() : $e->getNestedExceptions();
        }
        $of = static fn (string $class): array => array_filter($causes, static fn ($cause) => $cause instanceof $class);
        $retry = match (true) {
            $of(RecoverableExceptionInterface::class) !== [] => true,
            count($of(UnrecoverableExceptionInterface::class)) === count($causes) => false,
            default => null,
        };
        $texts = array_map(static fn (\Throwable $cause) => $cause::class . ': ' . $cause->getMessage(), $causes);

        return new self(implode('; ', $texts), $retry);
    }

    public function toException(): \Exception
    {
        return match ($this->retry) {
            true => new RecoverableMessageHandlingException($this->text),
            false => new UnrecoverableMessageHandlingException($this->text),
            null => new \RuntimeException($this->text),
        };
    }
}
