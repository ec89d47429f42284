// Calls the local endpoints with the AWS SDK for Go and prints one line of JSON for each call: the operation and the
// error code, "" for success. Usage: AWS_ENDPOINT_URL_BATCH=... AWS_ENDPOINT_URL_SFN=... go-sdk-calls
package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/batch"
	batchtypes "github.com/aws/aws-sdk-go-v2/service/batch/types"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatchlogs"
	"github.com/aws/aws-sdk-go-v2/service/sfn"
	"github.com/aws/smithy-go"
)

const (
	role     = "arn:aws:iam::123456789012:role/go"
	passing  = `{"StartAt":"A","States":{"A":{"Type":"Pass","End":true}}}`
	waiting  = `{"StartAt":"A","States":{"A":{"Type":"Wait","Seconds":86400,"End":true}}}`
	deadline = time.Minute
)

var ctx = context.Background()

// call prints the result of an operation and returns its reply, which is the zero value after an error.
func call[Input, Options, Reply any](
	name string,
	operation func(context.Context, *Input, ...func(*Options)) (*Reply, error),
	input *Input,
) *Reply {
	reply, err := operation(ctx, input)
	code := ""
	var apiError smithy.APIError
	if errors.As(err, &apiError) {
		code = apiError.ErrorCode()
	} else if err != nil {
		code = err.Error()
	}
	line, _ := json.Marshal(map[string]string{"operation": name, "error": code})
	fmt.Println(string(line))
	if reply == nil {
		reply = new(Reply)
	}
	return reply
}

// waitFor repeats a check until it succeeds or a minute has passed.
func waitFor(what string, isDone func() bool) {
	for start := time.Now(); !isDone(); time.Sleep(100 * time.Millisecond) {
		if time.Since(start) > deadline {
			fmt.Fprintln(os.Stderr, "not within a minute: "+what)
			os.Exit(1)
		}
	}
}

func main() {
	config := aws.Config{Region: "us-east-1", Credentials: credentials.NewStaticCredentialsProvider("test", "test", "")}
	at := func(variable string) *string { return aws.String(os.Getenv(variable)) }
	callBatch(
		batch.NewFromConfig(config, func(options *batch.Options) { options.BaseEndpoint = at("AWS_ENDPOINT_URL_BATCH") }),
		cloudwatchlogs.NewFromConfig(config, func(options *cloudwatchlogs.Options) {
			options.BaseEndpoint = at("AWS_ENDPOINT_URL_BATCH")
		}),
	)
	callStepFunctions(sfn.NewFromConfig(config, func(options *sfn.Options) { options.BaseEndpoint = at("AWS_ENDPOINT_URL_SFN") }))
}

func callBatch(client *batch.Client, logs *cloudwatchlogs.Client) {
	name := aws.String("go")
	call("CreateComputeEnvironment", client.CreateComputeEnvironment, &batch.CreateComputeEnvironmentInput{
		ComputeEnvironmentName: name, Type: batchtypes.CETypeUnmanaged, ServiceRole: aws.String(role),
	})
	call("UpdateComputeEnvironment", client.UpdateComputeEnvironment, &batch.UpdateComputeEnvironmentInput{
		ComputeEnvironment: name, State: batchtypes.CEStateEnabled,
	})
	call("DescribeComputeEnvironments", client.DescribeComputeEnvironments, &batch.DescribeComputeEnvironmentsInput{
		ComputeEnvironments: []string{"go"},
	})
	policy := call("CreateSchedulingPolicy", client.CreateSchedulingPolicy, &batch.CreateSchedulingPolicyInput{
		Name: name, FairsharePolicy: &batchtypes.FairsharePolicy{ComputeReservation: aws.Int32(10)},
	})
	call("UpdateSchedulingPolicy", client.UpdateSchedulingPolicy, &batch.UpdateSchedulingPolicyInput{
		Arn: policy.Arn, FairsharePolicy: &batchtypes.FairsharePolicy{ComputeReservation: aws.Int32(20)},
	})
	call("DescribeSchedulingPolicies", client.DescribeSchedulingPolicies, &batch.DescribeSchedulingPoliciesInput{
		Arns: []string{aws.ToString(policy.Arn)},
	})
	call("ListSchedulingPolicies", client.ListSchedulingPolicies, &batch.ListSchedulingPoliciesInput{})
	call("DeleteSchedulingPolicy", client.DeleteSchedulingPolicy, &batch.DeleteSchedulingPolicyInput{Arn: policy.Arn})
	order := []batchtypes.ComputeEnvironmentOrder{{Order: aws.Int32(1), ComputeEnvironment: name}}
	queue := call("CreateJobQueue", client.CreateJobQueue, &batch.CreateJobQueueInput{
		JobQueueName: name, Priority: aws.Int32(1), ComputeEnvironmentOrder: order,
	})
	call("UpdateJobQueue", client.UpdateJobQueue, &batch.UpdateJobQueueInput{JobQueue: name, Priority: aws.Int32(2)})
	call("DescribeJobQueues", client.DescribeJobQueues, &batch.DescribeJobQueuesInput{JobQueues: []string{"go"}})
	call("TagResource", client.TagResource, &batch.TagResourceInput{
		ResourceArn: queue.JobQueueArn, Tags: map[string]string{"made-by": "go"},
	})
	call("ListTagsForResource", client.ListTagsForResource, &batch.ListTagsForResourceInput{ResourceArn: queue.JobQueueArn})
	call("UntagResource", client.UntagResource, &batch.UntagResourceInput{
		ResourceArn: queue.JobQueueArn, TagKeys: []string{"made-by"},
	})
	register := func(command ...string) {
		call("RegisterJobDefinition", client.RegisterJobDefinition, &batch.RegisterJobDefinitionInput{
			JobDefinitionName: name,
			Type:              batchtypes.JobDefinitionTypeContainer,
			ContainerProperties: &batchtypes.ContainerProperties{
				Image: aws.String("busybox"), Command: command,
				ResourceRequirements: []batchtypes.ResourceRequirement{
					{Type: batchtypes.ResourceTypeVcpu, Value: aws.String("1")},
					{Type: batchtypes.ResourceTypeMemory, Value: aws.String("128")},
				},
			},
		})
	}
	register("sleep", "600")
	register("echo", "hello from Go")
	call("DescribeJobDefinitions", client.DescribeJobDefinitions, &batch.DescribeJobDefinitionsInput{JobDefinitionName: name})
	submit := func(definition string) *batch.SubmitJobOutput {
		return call("SubmitJob", client.SubmitJob, &batch.SubmitJobInput{
			JobName: name, JobQueue: name, JobDefinition: aws.String(definition),
		})
	}
	echo, cancelled, terminated := submit("go"), submit("go:1"), submit("go:1")
	reason := aws.String("not needed")
	call("CancelJob", client.CancelJob, &batch.CancelJobInput{JobId: cancelled.JobId, Reason: reason})
	call("TerminateJob", client.TerminateJob, &batch.TerminateJobInput{JobId: cancelled.JobId, Reason: reason})
	call("TerminateJob", client.TerminateJob, &batch.TerminateJobInput{JobId: terminated.JobId, Reason: reason})
	statusOf := func(id *string) batchtypes.JobStatus {
		reply, err := client.DescribeJobs(ctx, &batch.DescribeJobsInput{Jobs: []string{aws.ToString(id)}})
		if err != nil || len(reply.Jobs) != 1 {
			return ""
		}
		return reply.Jobs[0].Status
	}
	waitFor("the jobs end", func() bool {
		return statusOf(echo.JobId) == batchtypes.JobStatusSucceeded && statusOf(terminated.JobId) == batchtypes.JobStatusFailed &&
			statusOf(cancelled.JobId) == batchtypes.JobStatusFailed
	})
	described := call("DescribeJobs", client.DescribeJobs, &batch.DescribeJobsInput{Jobs: []string{aws.ToString(echo.JobId)}})
	call("ListJobs", client.ListJobs, &batch.ListJobsInput{JobQueue: name, JobStatus: batchtypes.JobStatusSucceeded})

	group, stream := aws.String("/aws/batch/job"), described.Jobs[0].Container.LogStreamName
	call("DescribeLogGroups", logs.DescribeLogGroups, &cloudwatchlogs.DescribeLogGroupsInput{LogGroupNamePrefix: group})
	call("DescribeLogStreams", logs.DescribeLogStreams, &cloudwatchlogs.DescribeLogStreamsInput{
		LogGroupName: group, LogStreamNamePrefix: stream,
	})
	events := call("GetLogEvents", logs.GetLogEvents, &cloudwatchlogs.GetLogEventsInput{
		LogGroupName: group, LogStreamName: stream, StartFromHead: aws.Bool(true),
	})
	if len(events.Events) != 1 || aws.ToString(events.Events[0].Message) != "hello from Go" {
		fmt.Fprintf(os.Stderr, "unexpected log: %+v\n", events.Events)
		os.Exit(1)
	}
	call("FilterLogEvents", logs.FilterLogEvents, &cloudwatchlogs.FilterLogEventsInput{
		LogGroupName: group, FilterPattern: aws.String("hello"),
	})

	call("DeregisterJobDefinition", client.DeregisterJobDefinition, &batch.DeregisterJobDefinitionInput{
		JobDefinition: aws.String("go:1"),
	})
	call("UpdateJobQueue", client.UpdateJobQueue, &batch.UpdateJobQueueInput{JobQueue: name, State: batchtypes.JQStateDisabled})
	call("DeleteJobQueue", client.DeleteJobQueue, &batch.DeleteJobQueueInput{JobQueue: name})
	call("UpdateComputeEnvironment", client.UpdateComputeEnvironment, &batch.UpdateComputeEnvironmentInput{
		ComputeEnvironment: name, State: batchtypes.CEStateDisabled,
	})
	waitFor("the job queue is deleted", func() bool {
		reply, err := client.DescribeJobQueues(ctx, &batch.DescribeJobQueuesInput{JobQueues: []string{"go"}})
		return err == nil && len(reply.JobQueues) == 0
	})
	call("DeleteComputeEnvironment", client.DeleteComputeEnvironment, &batch.DeleteComputeEnvironmentInput{ComputeEnvironment: name})
}

func callStepFunctions(client *sfn.Client) {
	call("ValidateStateMachineDefinition", client.ValidateStateMachineDefinition, &sfn.ValidateStateMachineDefinitionInput{
		Definition: aws.String(passing),
	})
	machine := call("CreateStateMachine", client.CreateStateMachine, &sfn.CreateStateMachineInput{
		Name: aws.String("go"), RoleArn: aws.String(role), Definition: aws.String(passing),
	})
	arn := machine.StateMachineArn
	call("DescribeStateMachine", client.DescribeStateMachine, &sfn.DescribeStateMachineInput{StateMachineArn: arn})
	call("ListStateMachines", client.ListStateMachines, &sfn.ListStateMachinesInput{})
	version := call("PublishStateMachineVersion", client.PublishStateMachineVersion, &sfn.PublishStateMachineVersionInput{
		StateMachineArn: arn,
	})
	call("ListStateMachineVersions", client.ListStateMachineVersions, &sfn.ListStateMachineVersionsInput{StateMachineArn: arn})
	first := call("StartExecution", client.StartExecution, &sfn.StartExecutionInput{StateMachineArn: arn, Input: aws.String("{}")})
	waitFor("the execution succeeds", func() bool {
		reply, err := client.DescribeExecution(ctx, &sfn.DescribeExecutionInput{ExecutionArn: first.ExecutionArn})
		return err == nil && reply.Status == "SUCCEEDED"
	})
	call("DescribeExecution", client.DescribeExecution, &sfn.DescribeExecutionInput{ExecutionArn: first.ExecutionArn})
	call("GetExecutionHistory", client.GetExecutionHistory, &sfn.GetExecutionHistoryInput{ExecutionArn: first.ExecutionArn})
	call("DescribeStateMachineForExecution", client.DescribeStateMachineForExecution,
		&sfn.DescribeStateMachineForExecutionInput{ExecutionArn: first.ExecutionArn})
	call("UpdateStateMachine", client.UpdateStateMachine, &sfn.UpdateStateMachineInput{
		StateMachineArn: arn, Definition: aws.String(waiting),
	})
	second := call("StartExecution", client.StartExecution, &sfn.StartExecutionInput{StateMachineArn: arn})
	call("StopExecution", client.StopExecution, &sfn.StopExecutionInput{ExecutionArn: second.ExecutionArn})
	call("ListExecutions", client.ListExecutions, &sfn.ListExecutionsInput{StateMachineArn: arn})
	call("SendTaskSuccess", client.SendTaskSuccess, &sfn.SendTaskSuccessInput{
		TaskToken: aws.String("unknown"), Output: aws.String("{}"),
	})
	call("DeleteStateMachineVersion", client.DeleteStateMachineVersion, &sfn.DeleteStateMachineVersionInput{
		StateMachineVersionArn: version.StateMachineVersionArn,
	})
	call("DeleteStateMachine", client.DeleteStateMachine, &sfn.DeleteStateMachineInput{StateMachineArn: arn})
	call("DescribeExecution", client.DescribeExecution, &sfn.DescribeExecutionInput{
		ExecutionArn: aws.String("arn:aws:states:us-east-1:123456789012:execution:go:missing"),
	})
}
