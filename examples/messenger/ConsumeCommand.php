<?php

declare(strict_types=1);

namespace Examples\Messenger;

use Psr\Container\ContainerInterface;
use StreamIpc\WorkerPool;
use Symfony\Component\Console\Command\Command;
use Symfony\Component\Console\Input\InputInterface;
use Symfony\Component\Console\Input\InputOption;
use Symfony\Component\Console\Output\ConsoleOutputInterface;
use Symfony\Component\Console\Output\OutputInterface;
use Symfony\Component\EventDispatcher\EventDispatcher;
use Symfony\Component\Messenger\Event\WorkerMessageFailedEvent;
use Symfony\Component\Messenger\EventListener\SendFailedMessageForRetryListener;
use Symfony\Component\Messenger\EventListener\SendFailedMessageToFailureTransportListener;
use Symfony\Component\Messenger\Retry\MultiplierRetryStrategy;
use Symfony\Component\Messenger\Transport\Serialization\PhpSerializer;

/** Takes messages from the transport "async" until SIGTERM or Ctrl-C; then ends when the running ones are done. */
final class ConsumeCommand extends Command
{
    protected function configure(): void
    {
        $this->setName('consume')
            ->setDescription('Handles messages in a pool of worker processes')
            ->addOption('workers', 'w', InputOption::VALUE_REQUIRED, 'How many messages are handled at once', 4)
            ->addOption('timeout', 't', InputOption::VALUE_REQUIRED, 'The seconds that a message may take', 60)
            ->addOption('name', null, InputOption::VALUE_REQUIRED, 'The name of this consumer, which no other may'
                . ' have. After a restart with the same name, it takes its unfinished messages first', gethostname() . '-' . getmypid());
    }

    protected function execute(InputInterface $input, OutputInterface $output): int
    {
        $workers = max(1, (int) $input->getOption('workers'));
        $receivers = [];
        for ($slot = 0; $slot < $workers; $slot++) {
            $receivers[] = transport('async', $input->getOption('name') . "-$slot");
        }
        $errors = $output instanceof ConsoleOutputInterface ? $output->getErrorOutput() : $output;
        $consumer = new PoolConsumer(
            'async',
            $receivers,
            new WorkerPool([PHP_BINARY, __DIR__ . '/worker.php'], $workers, timeout: (float) $input->getOption('timeout')),
            new PhpSerializer(),
            $this->dispatcher($errors),
            static fn (string $progress) => $errors->writeln($progress),
        );

        pcntl_async_signals(true);
        foreach ([SIGTERM, SIGINT] as $signal) {
            pcntl_signal($signal, static fn () => $consumer->stop());
        }
        $consumer->run();

        return Command::SUCCESS;
    }

    /** Messenger's own rules: three retries, each later than the one before, then the transport "failed". */
    private function dispatcher(OutputInterface $errors): EventDispatcher
    {
        $dispatcher = new EventDispatcher();
        $dispatcher->addSubscriber(new SendFailedMessageForRetryListener(
            self::container(transport('async', 'retry')),
            self::container(new MultiplierRetryStrategy(maxRetries: 3, delayMilliseconds: 100, multiplier: 2)),
        ));
        $dispatcher->addSubscriber(new SendFailedMessageToFailureTransportListener(self::container(transport('failed', 'failed'))));
        $dispatcher->addListener(WorkerMessageFailedEvent::class, static function (WorkerMessageFailedEvent $event) use ($errors): void {
            $errors->writeln(sprintf('%s %s', $event->willRetry() ? 'Failed, and is tried again:' : 'Failed for good:', $event->getThrowable()->getMessage()));
        });

        return $dispatcher;
    }

    /** What a framework's container has for the transport "async". */
    private static function container(object $service): ContainerInterface
    {
        return new class ($service) implements ContainerInterface {
            public function __construct(private readonly object $service)
            {
            }

            public function get(string $id): object
            {
                return $this->service;
            }

            public function has(string $id): bool
            {
                return $id === 'async';
            }
        };
    }
}
