# Generated from spec/published/2026-08-14 by contralto generate. Do not edit.
"""The values of the API, one class each. Nothing is imported before it is asked for."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .accent import Accent
    from .accent_id import AccentId
    from .accent_list import AccentList
    from .access_by_type import AccessByType
    from .access_level import AccessLevel
    from .add_voice_accents_request import AddVoiceAccentsRequest
    from .agent_call import AgentCall
    from .agent_call_batch import AgentCallBatch
    from .agent_call_batch_page import AgentCallBatchPage
    from .agent_call_batch_recipient import AgentCallBatchRecipient
    from .agent_call_batch_recipient_status import AgentCallBatchRecipientStatus
    from .agent_call_batch_region import AgentCallBatchRegion
    from .agent_call_batch_request import AgentCallBatchRequest
    from .agent_call_batch_request_region import AgentCallBatchRequestRegion
    from .agent_call_batch_status import AgentCallBatchStatus
    from .agent_call_cancellation import AgentCallCancellation
    from .agent_call_end_reason import AgentCallEndReason
    from .agent_call_logs import AgentCallLogs
    from .agent_call_page import AgentCallPage
    from .agent_call_status import AgentCallStatus
    from .agent_call_telephony_account_type import AgentCallTelephonyAccountType
    from .agent_deployment import AgentDeployment
    from .agent_deployment_status import AgentDeploymentStatus
    from .agent_document_match import AgentDocumentMatch
    from .agent_document_matches import AgentDocumentMatches
    from .agent_git_repository import AgentGitRepository
    from .agent_metric import AgentMetric
    from .agent_metric_page import AgentMetricPage
    from .agent_metric_result import AgentMetricResult
    from .agent_metric_result_page import AgentMetricResultPage
    from .agent_metric_result_status import AgentMetricResultStatus
    from .agent_outbound_call_item import AgentOutboundCallItem
    from .agent_outbound_call_request import AgentOutboundCallRequest
    from .agent_outbound_call_response import AgentOutboundCallResponse
    from .agent_outbound_call_result import AgentOutboundCallResult
    from .agent_phone_number import AgentPhoneNumber
    from .agent_phone_number_summary import AgentPhoneNumberSummary
    from .agent_summary import AgentSummary
    from .agent_summary_list import AgentSummaryList
    from .agent_telephony_params import AgentTelephonyParams
    from .agent_telephony_params_connection_type import AgentTelephonyParamsConnectionType
    from .agent_template import AgentTemplate
    from .agent_template_list import AgentTemplateList
    from .agent_tool_call import AgentToolCall
    from .agent_transcript import AgentTranscript
    from .agent_transcript_role import AgentTranscriptRole
    from .api_info import ApiInfo
    from .api_key_info import ApiKeyInfo
    from .api_key_page import ApiKeyPage
    from .attachable_accent_id import AttachableAccentId
    from .batch_stt_model_id import BatchSttModelId
    from .bit_rate import BitRate
    from .bulk_create_documents_request import BulkCreateDocumentsRequest
    from .call_analysis_detail import CallAnalysisDetail
    from .call_completed_delivery import CallCompletedDelivery
    from .call_failed_delivery import CallFailedDelivery
    from .call_started_delivery import CallStartedDelivery
    from .call_turn_delivery import CallTurnDelivery
    from .call_turn_detail import CallTurnDetail
    from .call_turn_detail_role import CallTurnDetailRole
    from .call_turn_tool_call import CallTurnToolCall
    from .call_webhook import CallWebhook
    from .call_webhook_page import CallWebhookPage
    from .cancel_request import CancelRequest
    from .cartesia_number_provider import CartesiaNumberProvider
    from .catalogue_locale import CatalogueLocale
    from .chunk_event import ChunkEvent
    from .client_tool_param import ClientToolParam
    from .client_tool_param_type import ClientToolParamType
    from .client_tool_parameters import ClientToolParameters
    from .create_agent_metric_request import CreateAgentMetricRequest
    from .create_dataset_request import CreateDatasetRequest
    from .create_document_request import CreateDocumentRequest
    from .create_fine_tune_request import CreateFineTuneRequest
    from .create_folder_request import CreateFolderRequest
    from .create_managed_agent_request import CreateManagedAgentRequest
    from .create_managed_agent_session_request import CreateManagedAgentSessionRequest
    from .create_managed_client_tool_request import CreateManagedClientToolRequest
    from .create_managed_webhook_tool_request import CreateManagedWebhookToolRequest
    from .create_organization_invites_request import CreateOrganizationInvitesRequest
    from .create_pronunciation_dict_request import CreatePronunciationDictRequest
    from .create_sip_trunk_provider_request import CreateSipTrunkProviderRequest
    from .create_twilio_provider_request import CreateTwilioProviderRequest
    from .create_webhook_request import CreateWebhookRequest
    from .created_call_webhook import CreatedCallWebhook
    from .dataset import Dataset
    from .dataset_file import DatasetFile
    from .dataset_file_page import DatasetFilePage
    from .dataset_page import DatasetPage
    from .done_event import DoneEvent
    from .download_file_format import DownloadFileFormat
    from .error_code import ErrorCode
    from .error_event import ErrorEvent
    from .file_deletion import FileDeletion
    from .file_link import FileLink
    from .file_link_request import FileLinkRequest
    from .file_purpose import FilePurpose
    from .fine_tune import FineTune
    from .fine_tune_base_model import FineTuneBaseModel
    from .fine_tune_page import FineTunePage
    from .fine_tune_status import FineTuneStatus
    from .fine_tune_user_error import FineTuneUserError
    from .flush_done_event import FlushDoneEvent
    from .gender_presentation import GenderPresentation
    from .generation_config import GenerationConfig
    from .generation_config_emotion import GenerationConfigEmotion
    from .generation_request import GenerationRequest
    from .import_phone_number_request import ImportPhoneNumberRequest
    from .infill_model_id import InfillModelId
    from .knowledge_document import KnowledgeDocument
    from .knowledge_document_page import KnowledgeDocumentPage
    from .knowledge_folder import KnowledgeFolder
    from .knowledge_folder_agent import KnowledgeFolderAgent
    from .knowledge_folder_document import KnowledgeFolderDocument
    from .knowledge_folder_page import KnowledgeFolderPage
    from .knowledge_folder_tree import KnowledgeFolderTree
    from .knowledge_reference import KnowledgeReference
    from .line_ack import LineAck
    from .line_agent_overrides import LineAgentOverrides
    from .line_clear import LineClear
    from .line_config import LineConfig
    from .line_config_input_format import LineConfigInputFormat
    from .line_config_output_audio_delivery import LineConfigOutputAudioDelivery
    from .line_custom import LineCustom
    from .line_dtmf import LineDtmf
    from .line_effective_config import LineEffectiveConfig
    from .line_effective_config_input_format import LineEffectiveConfigInputFormat
    from .line_effective_config_output_audio_delivery import LineEffectiveConfigOutputAudioDelivery
    from .line_error import LineError
    from .line_media import LineMedia
    from .line_media_input import LineMediaInput
    from .line_media_output import LineMediaOutput
    from .line_metadata import LineMetadata
    from .line_start import LineStart
    from .line_text_delta import LineTextDelta
    from .line_transfer import LineTransfer
    from .line_transfer_call import LineTransferCall
    from .line_turn_ended import LineTurnEnded
    from .line_turn_output_text_delta import LineTurnOutputTextDelta
    from .line_turn_started import LineTurnStarted
    from .list_organization_invites_status import ListOrganizationInvitesStatus
    from .locale_accent import LocaleAccent
    from .locale_list import LocaleList
    from .localize_dialect import LocalizeDialect
    from .localize_target_language import LocalizeTargetLanguage
    from .localize_voice_request import LocalizeVoiceRequest
    from .managed_agent import ManagedAgent
    from .managed_agent_config import ManagedAgentConfig
    from .managed_agent_language import ManagedAgentLanguage
    from .managed_agent_language_primary import ManagedAgentLanguagePrimary
    from .managed_agent_language_settings import ManagedAgentLanguageSettings
    from .managed_agent_model import ManagedAgentModel
    from .managed_agent_model_config import ManagedAgentModelConfig
    from .managed_agent_model_page import ManagedAgentModelPage
    from .managed_agent_model_pricing import ManagedAgentModelPricing
    from .managed_agent_model_pricing_currency import ManagedAgentModelPricingCurrency
    from .managed_agent_model_settings import ManagedAgentModelSettings
    from .managed_agent_page import ManagedAgentPage
    from .managed_agent_session import ManagedAgentSession
    from .managed_agent_settings import ManagedAgentSettings
    from .managed_agent_summary import ManagedAgentSummary
    from .managed_agent_version import ManagedAgentVersion
    from .managed_agent_version_info import ManagedAgentVersionInfo
    from .managed_agent_version_page import ManagedAgentVersionPage
    from .managed_audio import ManagedAudio
    from .managed_audio_config import ManagedAudioConfig
    from .managed_audio_config_input_format import ManagedAudioConfigInputFormat
    from .managed_audio_config_output_delivery import ManagedAudioConfigOutputDelivery
    from .managed_audio_input import ManagedAudioInput
    from .managed_audio_input_event import ManagedAudioInputEvent
    from .managed_audio_input_noise_suppression import ManagedAudioInputNoiseSuppression
    from .managed_audio_input_settings import ManagedAudioInputSettings
    from .managed_audio_input_settings_noise_suppression import ManagedAudioInputSettingsNoiseSuppression
    from .managed_audio_output import ManagedAudioOutput
    from .managed_audio_output_clear import ManagedAudioOutputClear
    from .managed_audio_output_event import ManagedAudioOutputEvent
    from .managed_audio_output_settings import ManagedAudioOutputSettings
    from .managed_audio_settings import ManagedAudioSettings
    from .managed_background_sound import ManagedBackgroundSound
    from .managed_background_sound_settings import ManagedBackgroundSoundSettings
    from .managed_client_tool import ManagedClientTool
    from .managed_client_tool_call import ManagedClientToolCall
    from .managed_client_tool_execution_mode import ManagedClientToolExecutionMode
    from .managed_client_tool_pre_tool_speech import ManagedClientToolPreToolSpeech
    from .managed_client_tool_result import ManagedClientToolResult
    from .managed_dtmf_input import ManagedDtmfInput
    from .managed_dtmf_output import ManagedDtmfOutput
    from .managed_effective_audio import ManagedEffectiveAudio
    from .managed_effective_audio_input_format import ManagedEffectiveAudioInputFormat
    from .managed_effective_audio_output_delivery import ManagedEffectiveAudioOutputDelivery
    from .managed_error import ManagedError
    from .managed_error_code import ManagedErrorCode
    from .managed_language_code import ManagedLanguageCode
    from .managed_pre_tool_speech import ManagedPreToolSpeech
    from .managed_session_audio import ManagedSessionAudio
    from .managed_session_audio_output import ManagedSessionAudioOutput
    from .managed_session_create import ManagedSessionCreate
    from .managed_session_overrides import ManagedSessionOverrides
    from .managed_session_ready import ManagedSessionReady
    from .managed_system_tool import ManagedSystemTool
    from .managed_system_tool_pre_tool_speech import ManagedSystemToolPreToolSpeech
    from .managed_system_tool_settings import ManagedSystemToolSettings
    from .managed_system_tools import ManagedSystemTools
    from .managed_system_tools_settings import ManagedSystemToolsSettings
    from .managed_tool_agent import ManagedToolAgent
    from .managed_tool_call import ManagedToolCall
    from .managed_tool_execution_mode import ManagedToolExecutionMode
    from .managed_tool_page import ManagedToolPage
    from .managed_tool_reference import ManagedToolReference
    from .managed_tool_type import ManagedToolType
    from .managed_transfer import ManagedTransfer
    from .managed_transfer_destination import ManagedTransferDestination
    from .managed_transfer_tool import ManagedTransferTool
    from .managed_transfer_tool_pre_tool_speech import ManagedTransferToolPreToolSpeech
    from .managed_transfer_tool_settings import ManagedTransferToolSettings
    from .managed_turn import ManagedTurn
    from .managed_turn_ended import ManagedTurnEnded
    from .managed_turn_ended_role import ManagedTurnEndedRole
    from .managed_turn_output_text_delta import ManagedTurnOutputTextDelta
    from .managed_turn_output_text_delta_role import ManagedTurnOutputTextDeltaRole
    from .managed_turn_settings import ManagedTurnSettings
    from .managed_turn_started import ManagedTurnStarted
    from .managed_turn_started_role import ManagedTurnStartedRole
    from .managed_variable_update import ManagedVariableUpdate
    from .managed_webhook_tool import ManagedWebhookTool
    from .managed_webhook_tool_execution_mode import ManagedWebhookToolExecutionMode
    from .managed_webhook_tool_pre_tool_speech import ManagedWebhookToolPreToolSpeech
    from .model_capability import ModelCapability
    from .model_id import ModelId
    from .model_info import ModelInfo
    from .model_info_capability import ModelInfoCapability
    from .model_info_modes_item import ModelInfoModesItem
    from .model_list import ModelList
    from .model_speed import ModelSpeed
    from .mp3_output_format import Mp3OutputFormat
    from .openai_transcription import OpenaiTranscription
    from .organization_invite import OrganizationInvite
    from .organization_invite_page import OrganizationInvitePage
    from .organization_invite_role import OrganizationInviteRole
    from .organization_invite_status import OrganizationInviteStatus
    from .organization_user import OrganizationUser
    from .organization_user_page import OrganizationUserPage
    from .organization_user_role import OrganizationUserRole
    from .output_format_container import OutputFormatContainer
    from .phoneme_timestamps import PhonemeTimestamps
    from .phoneme_timestamps_event import PhonemeTimestampsEvent
    from .post_call_analysis_delivery import PostCallAnalysisDelivery
    from .pronunciation_dict import PronunciationDict
    from .pronunciation_dict_access import PronunciationDictAccess
    from .pronunciation_dict_item import PronunciationDictItem
    from .pronunciation_dict_page import PronunciationDictPage
    from .pronunciation_dict_visibility import PronunciationDictVisibility
    from .provision_phone_number_request import ProvisionPhoneNumberRequest
    from .provisioned_phone_number import ProvisionedPhoneNumber
    from .raw_encoding import RawEncoding
    from .raw_output_format import RawOutputFormat
    from .sample_rate import SampleRate
    from .sip_credentials import SipCredentials
    from .sip_credentials_update import SipCredentialsUpdate
    from .sip_media_encryption import SipMediaEncryption
    from .sip_trunk_inbound import SipTrunkInbound
    from .sip_trunk_inbound_config import SipTrunkInboundConfig
    from .sip_trunk_inbound_media_encryption import SipTrunkInboundMediaEncryption
    from .sip_trunk_inbound_update import SipTrunkInboundUpdate
    from .sip_trunk_number_provider import SipTrunkNumberProvider
    from .sip_trunk_outbound import SipTrunkOutbound
    from .sip_trunk_outbound_config import SipTrunkOutboundConfig
    from .sip_trunk_outbound_media_encryption import SipTrunkOutboundMediaEncryption
    from .sip_trunk_outbound_transport import SipTrunkOutboundTransport
    from .sip_trunk_outbound_update import SipTrunkOutboundUpdate
    from .sip_trunk_provider import SipTrunkProvider
    from .sip_trunk_transport import SipTrunkTransport
    from .speaker_gender import SpeakerGender
    from .speech_language import SpeechLanguage
    from .stored_file import StoredFile
    from .stored_file_page import StoredFilePage
    from .stored_file_purpose import StoredFilePurpose
    from .stored_file_status import StoredFileStatus
    from .stt_connect_query_encoding import SttConnectQueryEncoding
    from .stt_connect_query_model import SttConnectQueryModel
    from .stt_done import SttDone
    from .stt_encoding import SttEncoding
    from .stt_error import SttError
    from .stt_flush_done import SttFlushDone
    from .stt_transcript import SttTranscript
    from .stt_turns_connect_query_encoding import SttTurnsConnectQueryEncoding
    from .stt_turns_connect_query_model import SttTurnsConnectQueryModel
    from .stt_word import SttWord
    from .telephony_number import TelephonyNumber
    from .telephony_number_agent import TelephonyNumberAgent
    from .telephony_number_page import TelephonyNumberPage
    from .telephony_number_type import TelephonyNumberType
    from .telephony_provider_by_account import TelephonyProviderByAccount
    from .telephony_provider_by_id import TelephonyProviderById
    from .telephony_provider_type import TelephonyProviderType
    from .telephony_region import TelephonyRegion
    from .timestamps_event import TimestampsEvent
    from .token_grant import TokenGrant
    from .token_request import TokenRequest
    from .token_response import TokenResponse
    from .transcription import Transcription
    from .transcription_language import TranscriptionLanguage
    from .transcription_word import TranscriptionWord
    from .tts_request import TtsRequest
    from .tts_sse_request import TtsSseRequest
    from .turn_detection import TurnDetection
    from .turn_eager_end import TurnEagerEnd
    from .turn_end import TurnEnd
    from .turn_resume import TurnResume
    from .turn_start import TurnStart
    from .turn_update import TurnUpdate
    from .turns_close import TurnsClose
    from .turns_config import TurnsConfig
    from .turns_connected import TurnsConnected
    from .twilio_provider import TwilioProvider
    from .twilio_provider_region import TwilioProviderRegion
    from .update_agent_request import UpdateAgentRequest
    from .update_dataset_request import UpdateDatasetRequest
    from .update_document_request import UpdateDocumentRequest
    from .update_folder_request import UpdateFolderRequest
    from .update_managed_agent_request import UpdateManagedAgentRequest
    from .update_managed_client_tool_request import UpdateManagedClientToolRequest
    from .update_managed_webhook_tool_request import UpdateManagedWebhookToolRequest
    from .update_phone_number_request import UpdatePhoneNumberRequest
    from .update_pronunciation_dict_request import UpdatePronunciationDictRequest
    from .update_sip_trunk_provider_request import UpdateSipTrunkProviderRequest
    from .update_twilio_provider_request import UpdateTwilioProviderRequest
    from .update_twilio_provider_request_region import UpdateTwilioProviderRequestRegion
    from .update_voice_request import UpdateVoiceRequest
    from .update_webhook_request import UpdateWebhookRequest
    from .upload_dataset_file_request_purpose import UploadDatasetFileRequestPurpose
    from .usage_agents import UsageAgents
    from .usage_agents_bucket import UsageAgentsBucket
    from .usage_credits import UsageCredits
    from .usage_credits_bucket import UsageCreditsBucket
    from .usage_credits_group_by import UsageCreditsGroupBy
    from .usage_credits_series import UsageCreditsSeries
    from .usage_grouping import UsageGrouping
    from .usage_interval import UsageInterval
    from .voice import Voice
    from .voice_accent import VoiceAccent
    from .voice_access import VoiceAccess
    from .voice_by_id import VoiceById
    from .voice_changer_chunk import VoiceChangerChunk
    from .voice_changer_end import VoiceChangerEnd
    from .voice_gender import VoiceGender
    from .voice_language import VoiceLanguage
    from .voice_locale import VoiceLocale
    from .voice_metadata import VoiceMetadata
    from .voice_metadata_access import VoiceMetadataAccess
    from .voice_metadata_visibility import VoiceMetadataVisibility
    from .voice_page import VoicePage
    from .voice_status import VoiceStatus
    from .voice_visibility import VoiceVisibility
    from .wav_output_format import WavOutputFormat
    from .webhook_api import WebhookApi
    from .webhook_api_definition import WebhookApiDefinition
    from .webhook_api_definition_method import WebhookApiDefinitionMethod
    from .webhook_api_method import WebhookApiMethod
    from .webhook_api_update import WebhookApiUpdate
    from .webhook_api_update_method import WebhookApiUpdateMethod
    from .webhook_basic_auth import WebhookBasicAuth
    from .webhook_basic_auth_definition import WebhookBasicAuthDefinition
    from .webhook_bearer_auth import WebhookBearerAuth
    from .webhook_bearer_auth_definition import WebhookBearerAuthDefinition
    from .webhook_body_param import WebhookBodyParam
    from .webhook_body_param_type import WebhookBodyParamType
    from .webhook_path_param import WebhookPathParam
    from .webhook_path_param_type import WebhookPathParamType
    from .webhook_query_param import WebhookQueryParam
    from .webhook_query_param_type import WebhookQueryParamType
    from .webhook_query_schema import WebhookQuerySchema
    from .webhook_query_schema_type import WebhookQuerySchemaType
    from .webhook_secret import WebhookSecret
    from .webhook_secret_value import WebhookSecretValue
    from .word_timestamps import WordTimestamps

_MODULES: dict[str, str] = {
    "Accent": "accent",
    "AccentId": "accent_id",
    "AccentList": "accent_list",
    "AccessByType": "access_by_type",
    "AccessLevel": "access_level",
    "AddVoiceAccentsRequest": "add_voice_accents_request",
    "AgentCall": "agent_call",
    "AgentCallBatch": "agent_call_batch",
    "AgentCallBatchPage": "agent_call_batch_page",
    "AgentCallBatchRecipient": "agent_call_batch_recipient",
    "AgentCallBatchRecipientStatus": "agent_call_batch_recipient_status",
    "AgentCallBatchRegion": "agent_call_batch_region",
    "AgentCallBatchRequest": "agent_call_batch_request",
    "AgentCallBatchRequestRegion": "agent_call_batch_request_region",
    "AgentCallBatchStatus": "agent_call_batch_status",
    "AgentCallCancellation": "agent_call_cancellation",
    "AgentCallEndReason": "agent_call_end_reason",
    "AgentCallLogs": "agent_call_logs",
    "AgentCallPage": "agent_call_page",
    "AgentCallStatus": "agent_call_status",
    "AgentCallTelephonyAccountType": "agent_call_telephony_account_type",
    "AgentDeployment": "agent_deployment",
    "AgentDeploymentStatus": "agent_deployment_status",
    "AgentDocumentMatch": "agent_document_match",
    "AgentDocumentMatches": "agent_document_matches",
    "AgentGitRepository": "agent_git_repository",
    "AgentMetric": "agent_metric",
    "AgentMetricPage": "agent_metric_page",
    "AgentMetricResult": "agent_metric_result",
    "AgentMetricResultPage": "agent_metric_result_page",
    "AgentMetricResultStatus": "agent_metric_result_status",
    "AgentOutboundCallItem": "agent_outbound_call_item",
    "AgentOutboundCallRequest": "agent_outbound_call_request",
    "AgentOutboundCallResponse": "agent_outbound_call_response",
    "AgentOutboundCallResult": "agent_outbound_call_result",
    "AgentPhoneNumber": "agent_phone_number",
    "AgentPhoneNumberSummary": "agent_phone_number_summary",
    "AgentSummary": "agent_summary",
    "AgentSummaryList": "agent_summary_list",
    "AgentTelephonyParams": "agent_telephony_params",
    "AgentTelephonyParamsConnectionType": "agent_telephony_params_connection_type",
    "AgentTemplate": "agent_template",
    "AgentTemplateList": "agent_template_list",
    "AgentToolCall": "agent_tool_call",
    "AgentTranscript": "agent_transcript",
    "AgentTranscriptRole": "agent_transcript_role",
    "ApiInfo": "api_info",
    "ApiKeyInfo": "api_key_info",
    "ApiKeyPage": "api_key_page",
    "AttachableAccentId": "attachable_accent_id",
    "BatchSttModelId": "batch_stt_model_id",
    "BitRate": "bit_rate",
    "BulkCreateDocumentsRequest": "bulk_create_documents_request",
    "CallAnalysisDetail": "call_analysis_detail",
    "CallCompletedDelivery": "call_completed_delivery",
    "CallFailedDelivery": "call_failed_delivery",
    "CallStartedDelivery": "call_started_delivery",
    "CallTurnDelivery": "call_turn_delivery",
    "CallTurnDetail": "call_turn_detail",
    "CallTurnDetailRole": "call_turn_detail_role",
    "CallTurnToolCall": "call_turn_tool_call",
    "CallWebhook": "call_webhook",
    "CallWebhookPage": "call_webhook_page",
    "CancelRequest": "cancel_request",
    "CartesiaNumberProvider": "cartesia_number_provider",
    "CatalogueLocale": "catalogue_locale",
    "ChunkEvent": "chunk_event",
    "ClientToolParam": "client_tool_param",
    "ClientToolParamType": "client_tool_param_type",
    "ClientToolParameters": "client_tool_parameters",
    "CreateAgentMetricRequest": "create_agent_metric_request",
    "CreateDatasetRequest": "create_dataset_request",
    "CreateDocumentRequest": "create_document_request",
    "CreateFineTuneRequest": "create_fine_tune_request",
    "CreateFolderRequest": "create_folder_request",
    "CreateManagedAgentRequest": "create_managed_agent_request",
    "CreateManagedAgentSessionRequest": "create_managed_agent_session_request",
    "CreateManagedClientToolRequest": "create_managed_client_tool_request",
    "CreateManagedWebhookToolRequest": "create_managed_webhook_tool_request",
    "CreateOrganizationInvitesRequest": "create_organization_invites_request",
    "CreatePronunciationDictRequest": "create_pronunciation_dict_request",
    "CreateSipTrunkProviderRequest": "create_sip_trunk_provider_request",
    "CreateTwilioProviderRequest": "create_twilio_provider_request",
    "CreateWebhookRequest": "create_webhook_request",
    "CreatedCallWebhook": "created_call_webhook",
    "Dataset": "dataset",
    "DatasetFile": "dataset_file",
    "DatasetFilePage": "dataset_file_page",
    "DatasetPage": "dataset_page",
    "DoneEvent": "done_event",
    "DownloadFileFormat": "download_file_format",
    "ErrorCode": "error_code",
    "ErrorEvent": "error_event",
    "FileDeletion": "file_deletion",
    "FileLink": "file_link",
    "FileLinkRequest": "file_link_request",
    "FilePurpose": "file_purpose",
    "FineTune": "fine_tune",
    "FineTuneBaseModel": "fine_tune_base_model",
    "FineTunePage": "fine_tune_page",
    "FineTuneStatus": "fine_tune_status",
    "FineTuneUserError": "fine_tune_user_error",
    "FlushDoneEvent": "flush_done_event",
    "GenderPresentation": "gender_presentation",
    "GenerationConfig": "generation_config",
    "GenerationConfigEmotion": "generation_config_emotion",
    "GenerationRequest": "generation_request",
    "ImportPhoneNumberRequest": "import_phone_number_request",
    "InfillModelId": "infill_model_id",
    "KnowledgeDocument": "knowledge_document",
    "KnowledgeDocumentPage": "knowledge_document_page",
    "KnowledgeFolder": "knowledge_folder",
    "KnowledgeFolderAgent": "knowledge_folder_agent",
    "KnowledgeFolderDocument": "knowledge_folder_document",
    "KnowledgeFolderPage": "knowledge_folder_page",
    "KnowledgeFolderTree": "knowledge_folder_tree",
    "KnowledgeReference": "knowledge_reference",
    "LineAck": "line_ack",
    "LineAgentOverrides": "line_agent_overrides",
    "LineClear": "line_clear",
    "LineConfig": "line_config",
    "LineConfigInputFormat": "line_config_input_format",
    "LineConfigOutputAudioDelivery": "line_config_output_audio_delivery",
    "LineCustom": "line_custom",
    "LineDtmf": "line_dtmf",
    "LineEffectiveConfig": "line_effective_config",
    "LineEffectiveConfigInputFormat": "line_effective_config_input_format",
    "LineEffectiveConfigOutputAudioDelivery": "line_effective_config_output_audio_delivery",
    "LineError": "line_error",
    "LineMedia": "line_media",
    "LineMediaInput": "line_media_input",
    "LineMediaOutput": "line_media_output",
    "LineMetadata": "line_metadata",
    "LineStart": "line_start",
    "LineTextDelta": "line_text_delta",
    "LineTransfer": "line_transfer",
    "LineTransferCall": "line_transfer_call",
    "LineTurnEnded": "line_turn_ended",
    "LineTurnOutputTextDelta": "line_turn_output_text_delta",
    "LineTurnStarted": "line_turn_started",
    "ListOrganizationInvitesStatus": "list_organization_invites_status",
    "LocaleAccent": "locale_accent",
    "LocaleList": "locale_list",
    "LocalizeDialect": "localize_dialect",
    "LocalizeTargetLanguage": "localize_target_language",
    "LocalizeVoiceRequest": "localize_voice_request",
    "ManagedAgent": "managed_agent",
    "ManagedAgentConfig": "managed_agent_config",
    "ManagedAgentLanguage": "managed_agent_language",
    "ManagedAgentLanguagePrimary": "managed_agent_language_primary",
    "ManagedAgentLanguageSettings": "managed_agent_language_settings",
    "ManagedAgentModel": "managed_agent_model",
    "ManagedAgentModelConfig": "managed_agent_model_config",
    "ManagedAgentModelPage": "managed_agent_model_page",
    "ManagedAgentModelPricing": "managed_agent_model_pricing",
    "ManagedAgentModelPricingCurrency": "managed_agent_model_pricing_currency",
    "ManagedAgentModelSettings": "managed_agent_model_settings",
    "ManagedAgentPage": "managed_agent_page",
    "ManagedAgentSession": "managed_agent_session",
    "ManagedAgentSettings": "managed_agent_settings",
    "ManagedAgentSummary": "managed_agent_summary",
    "ManagedAgentVersion": "managed_agent_version",
    "ManagedAgentVersionInfo": "managed_agent_version_info",
    "ManagedAgentVersionPage": "managed_agent_version_page",
    "ManagedAudio": "managed_audio",
    "ManagedAudioConfig": "managed_audio_config",
    "ManagedAudioConfigInputFormat": "managed_audio_config_input_format",
    "ManagedAudioConfigOutputDelivery": "managed_audio_config_output_delivery",
    "ManagedAudioInput": "managed_audio_input",
    "ManagedAudioInputEvent": "managed_audio_input_event",
    "ManagedAudioInputNoiseSuppression": "managed_audio_input_noise_suppression",
    "ManagedAudioInputSettings": "managed_audio_input_settings",
    "ManagedAudioInputSettingsNoiseSuppression": "managed_audio_input_settings_noise_suppression",
    "ManagedAudioOutput": "managed_audio_output",
    "ManagedAudioOutputClear": "managed_audio_output_clear",
    "ManagedAudioOutputEvent": "managed_audio_output_event",
    "ManagedAudioOutputSettings": "managed_audio_output_settings",
    "ManagedAudioSettings": "managed_audio_settings",
    "ManagedBackgroundSound": "managed_background_sound",
    "ManagedBackgroundSoundSettings": "managed_background_sound_settings",
    "ManagedClientTool": "managed_client_tool",
    "ManagedClientToolCall": "managed_client_tool_call",
    "ManagedClientToolExecutionMode": "managed_client_tool_execution_mode",
    "ManagedClientToolPreToolSpeech": "managed_client_tool_pre_tool_speech",
    "ManagedClientToolResult": "managed_client_tool_result",
    "ManagedDtmfInput": "managed_dtmf_input",
    "ManagedDtmfOutput": "managed_dtmf_output",
    "ManagedEffectiveAudio": "managed_effective_audio",
    "ManagedEffectiveAudioInputFormat": "managed_effective_audio_input_format",
    "ManagedEffectiveAudioOutputDelivery": "managed_effective_audio_output_delivery",
    "ManagedError": "managed_error",
    "ManagedErrorCode": "managed_error_code",
    "ManagedLanguageCode": "managed_language_code",
    "ManagedPreToolSpeech": "managed_pre_tool_speech",
    "ManagedSessionAudio": "managed_session_audio",
    "ManagedSessionAudioOutput": "managed_session_audio_output",
    "ManagedSessionCreate": "managed_session_create",
    "ManagedSessionOverrides": "managed_session_overrides",
    "ManagedSessionReady": "managed_session_ready",
    "ManagedSystemTool": "managed_system_tool",
    "ManagedSystemToolPreToolSpeech": "managed_system_tool_pre_tool_speech",
    "ManagedSystemToolSettings": "managed_system_tool_settings",
    "ManagedSystemTools": "managed_system_tools",
    "ManagedSystemToolsSettings": "managed_system_tools_settings",
    "ManagedToolAgent": "managed_tool_agent",
    "ManagedToolCall": "managed_tool_call",
    "ManagedToolExecutionMode": "managed_tool_execution_mode",
    "ManagedToolPage": "managed_tool_page",
    "ManagedToolReference": "managed_tool_reference",
    "ManagedToolType": "managed_tool_type",
    "ManagedTransfer": "managed_transfer",
    "ManagedTransferDestination": "managed_transfer_destination",
    "ManagedTransferTool": "managed_transfer_tool",
    "ManagedTransferToolPreToolSpeech": "managed_transfer_tool_pre_tool_speech",
    "ManagedTransferToolSettings": "managed_transfer_tool_settings",
    "ManagedTurn": "managed_turn",
    "ManagedTurnEnded": "managed_turn_ended",
    "ManagedTurnEndedRole": "managed_turn_ended_role",
    "ManagedTurnOutputTextDelta": "managed_turn_output_text_delta",
    "ManagedTurnOutputTextDeltaRole": "managed_turn_output_text_delta_role",
    "ManagedTurnSettings": "managed_turn_settings",
    "ManagedTurnStarted": "managed_turn_started",
    "ManagedTurnStartedRole": "managed_turn_started_role",
    "ManagedVariableUpdate": "managed_variable_update",
    "ManagedWebhookTool": "managed_webhook_tool",
    "ManagedWebhookToolExecutionMode": "managed_webhook_tool_execution_mode",
    "ManagedWebhookToolPreToolSpeech": "managed_webhook_tool_pre_tool_speech",
    "ModelCapability": "model_capability",
    "ModelId": "model_id",
    "ModelInfo": "model_info",
    "ModelInfoCapability": "model_info_capability",
    "ModelInfoModesItem": "model_info_modes_item",
    "ModelList": "model_list",
    "ModelSpeed": "model_speed",
    "Mp3OutputFormat": "mp3_output_format",
    "OpenaiTranscription": "openai_transcription",
    "OrganizationInvite": "organization_invite",
    "OrganizationInvitePage": "organization_invite_page",
    "OrganizationInviteRole": "organization_invite_role",
    "OrganizationInviteStatus": "organization_invite_status",
    "OrganizationUser": "organization_user",
    "OrganizationUserPage": "organization_user_page",
    "OrganizationUserRole": "organization_user_role",
    "OutputFormatContainer": "output_format_container",
    "PhonemeTimestamps": "phoneme_timestamps",
    "PhonemeTimestampsEvent": "phoneme_timestamps_event",
    "PostCallAnalysisDelivery": "post_call_analysis_delivery",
    "PronunciationDict": "pronunciation_dict",
    "PronunciationDictAccess": "pronunciation_dict_access",
    "PronunciationDictItem": "pronunciation_dict_item",
    "PronunciationDictPage": "pronunciation_dict_page",
    "PronunciationDictVisibility": "pronunciation_dict_visibility",
    "ProvisionPhoneNumberRequest": "provision_phone_number_request",
    "ProvisionedPhoneNumber": "provisioned_phone_number",
    "RawEncoding": "raw_encoding",
    "RawOutputFormat": "raw_output_format",
    "SampleRate": "sample_rate",
    "SipCredentials": "sip_credentials",
    "SipCredentialsUpdate": "sip_credentials_update",
    "SipMediaEncryption": "sip_media_encryption",
    "SipTrunkInbound": "sip_trunk_inbound",
    "SipTrunkInboundConfig": "sip_trunk_inbound_config",
    "SipTrunkInboundMediaEncryption": "sip_trunk_inbound_media_encryption",
    "SipTrunkInboundUpdate": "sip_trunk_inbound_update",
    "SipTrunkNumberProvider": "sip_trunk_number_provider",
    "SipTrunkOutbound": "sip_trunk_outbound",
    "SipTrunkOutboundConfig": "sip_trunk_outbound_config",
    "SipTrunkOutboundMediaEncryption": "sip_trunk_outbound_media_encryption",
    "SipTrunkOutboundTransport": "sip_trunk_outbound_transport",
    "SipTrunkOutboundUpdate": "sip_trunk_outbound_update",
    "SipTrunkProvider": "sip_trunk_provider",
    "SipTrunkTransport": "sip_trunk_transport",
    "SpeakerGender": "speaker_gender",
    "SpeechLanguage": "speech_language",
    "StoredFile": "stored_file",
    "StoredFilePage": "stored_file_page",
    "StoredFilePurpose": "stored_file_purpose",
    "StoredFileStatus": "stored_file_status",
    "SttConnectQueryEncoding": "stt_connect_query_encoding",
    "SttConnectQueryModel": "stt_connect_query_model",
    "SttDone": "stt_done",
    "SttEncoding": "stt_encoding",
    "SttError": "stt_error",
    "SttFlushDone": "stt_flush_done",
    "SttTranscript": "stt_transcript",
    "SttTurnsConnectQueryEncoding": "stt_turns_connect_query_encoding",
    "SttTurnsConnectQueryModel": "stt_turns_connect_query_model",
    "SttWord": "stt_word",
    "TelephonyNumber": "telephony_number",
    "TelephonyNumberAgent": "telephony_number_agent",
    "TelephonyNumberPage": "telephony_number_page",
    "TelephonyNumberType": "telephony_number_type",
    "TelephonyProviderByAccount": "telephony_provider_by_account",
    "TelephonyProviderById": "telephony_provider_by_id",
    "TelephonyProviderType": "telephony_provider_type",
    "TelephonyRegion": "telephony_region",
    "TimestampsEvent": "timestamps_event",
    "TokenGrant": "token_grant",
    "TokenRequest": "token_request",
    "TokenResponse": "token_response",
    "Transcription": "transcription",
    "TranscriptionLanguage": "transcription_language",
    "TranscriptionWord": "transcription_word",
    "TtsRequest": "tts_request",
    "TtsSseRequest": "tts_sse_request",
    "TurnDetection": "turn_detection",
    "TurnEagerEnd": "turn_eager_end",
    "TurnEnd": "turn_end",
    "TurnResume": "turn_resume",
    "TurnStart": "turn_start",
    "TurnUpdate": "turn_update",
    "TurnsClose": "turns_close",
    "TurnsConfig": "turns_config",
    "TurnsConnected": "turns_connected",
    "TwilioProvider": "twilio_provider",
    "TwilioProviderRegion": "twilio_provider_region",
    "UpdateAgentRequest": "update_agent_request",
    "UpdateDatasetRequest": "update_dataset_request",
    "UpdateDocumentRequest": "update_document_request",
    "UpdateFolderRequest": "update_folder_request",
    "UpdateManagedAgentRequest": "update_managed_agent_request",
    "UpdateManagedClientToolRequest": "update_managed_client_tool_request",
    "UpdateManagedWebhookToolRequest": "update_managed_webhook_tool_request",
    "UpdatePhoneNumberRequest": "update_phone_number_request",
    "UpdatePronunciationDictRequest": "update_pronunciation_dict_request",
    "UpdateSipTrunkProviderRequest": "update_sip_trunk_provider_request",
    "UpdateTwilioProviderRequest": "update_twilio_provider_request",
    "UpdateTwilioProviderRequestRegion": "update_twilio_provider_request_region",
    "UpdateVoiceRequest": "update_voice_request",
    "UpdateWebhookRequest": "update_webhook_request",
    "UploadDatasetFileRequestPurpose": "upload_dataset_file_request_purpose",
    "UsageAgents": "usage_agents",
    "UsageAgentsBucket": "usage_agents_bucket",
    "UsageCredits": "usage_credits",
    "UsageCreditsBucket": "usage_credits_bucket",
    "UsageCreditsGroupBy": "usage_credits_group_by",
    "UsageCreditsSeries": "usage_credits_series",
    "UsageGrouping": "usage_grouping",
    "UsageInterval": "usage_interval",
    "Voice": "voice",
    "VoiceAccent": "voice_accent",
    "VoiceAccess": "voice_access",
    "VoiceById": "voice_by_id",
    "VoiceChangerChunk": "voice_changer_chunk",
    "VoiceChangerEnd": "voice_changer_end",
    "VoiceGender": "voice_gender",
    "VoiceLanguage": "voice_language",
    "VoiceLocale": "voice_locale",
    "VoiceMetadata": "voice_metadata",
    "VoiceMetadataAccess": "voice_metadata_access",
    "VoiceMetadataVisibility": "voice_metadata_visibility",
    "VoicePage": "voice_page",
    "VoiceStatus": "voice_status",
    "VoiceVisibility": "voice_visibility",
    "WavOutputFormat": "wav_output_format",
    "WebhookApi": "webhook_api",
    "WebhookApiDefinition": "webhook_api_definition",
    "WebhookApiDefinitionMethod": "webhook_api_definition_method",
    "WebhookApiMethod": "webhook_api_method",
    "WebhookApiUpdate": "webhook_api_update",
    "WebhookApiUpdateMethod": "webhook_api_update_method",
    "WebhookBasicAuth": "webhook_basic_auth",
    "WebhookBasicAuthDefinition": "webhook_basic_auth_definition",
    "WebhookBearerAuth": "webhook_bearer_auth",
    "WebhookBearerAuthDefinition": "webhook_bearer_auth_definition",
    "WebhookBodyParam": "webhook_body_param",
    "WebhookBodyParamType": "webhook_body_param_type",
    "WebhookPathParam": "webhook_path_param",
    "WebhookPathParamType": "webhook_path_param_type",
    "WebhookQueryParam": "webhook_query_param",
    "WebhookQueryParamType": "webhook_query_param_type",
    "WebhookQuerySchema": "webhook_query_schema",
    "WebhookQuerySchemaType": "webhook_query_schema_type",
    "WebhookSecret": "webhook_secret",
    "WebhookSecretValue": "webhook_secret_value",
    "WordTimestamps": "word_timestamps",
}

__all__: list[str] = [
    "Accent",
    "AccentId",
    "AccentList",
    "AccessByType",
    "AccessLevel",
    "AddVoiceAccentsRequest",
    "AgentCall",
    "AgentCallBatch",
    "AgentCallBatchPage",
    "AgentCallBatchRecipient",
    "AgentCallBatchRecipientStatus",
    "AgentCallBatchRegion",
    "AgentCallBatchRequest",
    "AgentCallBatchRequestRegion",
    "AgentCallBatchStatus",
    "AgentCallCancellation",
    "AgentCallEndReason",
    "AgentCallLogs",
    "AgentCallPage",
    "AgentCallStatus",
    "AgentCallTelephonyAccountType",
    "AgentDeployment",
    "AgentDeploymentStatus",
    "AgentDocumentMatch",
    "AgentDocumentMatches",
    "AgentGitRepository",
    "AgentMetric",
    "AgentMetricPage",
    "AgentMetricResult",
    "AgentMetricResultPage",
    "AgentMetricResultStatus",
    "AgentOutboundCallItem",
    "AgentOutboundCallRequest",
    "AgentOutboundCallResponse",
    "AgentOutboundCallResult",
    "AgentPhoneNumber",
    "AgentPhoneNumberSummary",
    "AgentSummary",
    "AgentSummaryList",
    "AgentTelephonyParams",
    "AgentTelephonyParamsConnectionType",
    "AgentTemplate",
    "AgentTemplateList",
    "AgentToolCall",
    "AgentTranscript",
    "AgentTranscriptRole",
    "ApiInfo",
    "ApiKeyInfo",
    "ApiKeyPage",
    "AttachableAccentId",
    "BatchSttModelId",
    "BitRate",
    "BulkCreateDocumentsRequest",
    "CallAnalysisDetail",
    "CallCompletedDelivery",
    "CallFailedDelivery",
    "CallStartedDelivery",
    "CallTurnDelivery",
    "CallTurnDetail",
    "CallTurnDetailRole",
    "CallTurnToolCall",
    "CallWebhook",
    "CallWebhookPage",
    "CancelRequest",
    "CartesiaNumberProvider",
    "CatalogueLocale",
    "ChunkEvent",
    "ClientToolParam",
    "ClientToolParamType",
    "ClientToolParameters",
    "CreateAgentMetricRequest",
    "CreateDatasetRequest",
    "CreateDocumentRequest",
    "CreateFineTuneRequest",
    "CreateFolderRequest",
    "CreateManagedAgentRequest",
    "CreateManagedAgentSessionRequest",
    "CreateManagedClientToolRequest",
    "CreateManagedWebhookToolRequest",
    "CreateOrganizationInvitesRequest",
    "CreatePronunciationDictRequest",
    "CreateSipTrunkProviderRequest",
    "CreateTwilioProviderRequest",
    "CreateWebhookRequest",
    "CreatedCallWebhook",
    "Dataset",
    "DatasetFile",
    "DatasetFilePage",
    "DatasetPage",
    "DoneEvent",
    "DownloadFileFormat",
    "ErrorCode",
    "ErrorEvent",
    "FileDeletion",
    "FileLink",
    "FileLinkRequest",
    "FilePurpose",
    "FineTune",
    "FineTuneBaseModel",
    "FineTunePage",
    "FineTuneStatus",
    "FineTuneUserError",
    "FlushDoneEvent",
    "GenderPresentation",
    "GenerationConfig",
    "GenerationConfigEmotion",
    "GenerationRequest",
    "ImportPhoneNumberRequest",
    "InfillModelId",
    "KnowledgeDocument",
    "KnowledgeDocumentPage",
    "KnowledgeFolder",
    "KnowledgeFolderAgent",
    "KnowledgeFolderDocument",
    "KnowledgeFolderPage",
    "KnowledgeFolderTree",
    "KnowledgeReference",
    "LineAck",
    "LineAgentOverrides",
    "LineClear",
    "LineConfig",
    "LineConfigInputFormat",
    "LineConfigOutputAudioDelivery",
    "LineCustom",
    "LineDtmf",
    "LineEffectiveConfig",
    "LineEffectiveConfigInputFormat",
    "LineEffectiveConfigOutputAudioDelivery",
    "LineError",
    "LineMedia",
    "LineMediaInput",
    "LineMediaOutput",
    "LineMetadata",
    "LineStart",
    "LineTextDelta",
    "LineTransfer",
    "LineTransferCall",
    "LineTurnEnded",
    "LineTurnOutputTextDelta",
    "LineTurnStarted",
    "ListOrganizationInvitesStatus",
    "LocaleAccent",
    "LocaleList",
    "LocalizeDialect",
    "LocalizeTargetLanguage",
    "LocalizeVoiceRequest",
    "ManagedAgent",
    "ManagedAgentConfig",
    "ManagedAgentLanguage",
    "ManagedAgentLanguagePrimary",
    "ManagedAgentLanguageSettings",
    "ManagedAgentModel",
    "ManagedAgentModelConfig",
    "ManagedAgentModelPage",
    "ManagedAgentModelPricing",
    "ManagedAgentModelPricingCurrency",
    "ManagedAgentModelSettings",
    "ManagedAgentPage",
    "ManagedAgentSession",
    "ManagedAgentSettings",
    "ManagedAgentSummary",
    "ManagedAgentVersion",
    "ManagedAgentVersionInfo",
    "ManagedAgentVersionPage",
    "ManagedAudio",
    "ManagedAudioConfig",
    "ManagedAudioConfigInputFormat",
    "ManagedAudioConfigOutputDelivery",
    "ManagedAudioInput",
    "ManagedAudioInputEvent",
    "ManagedAudioInputNoiseSuppression",
    "ManagedAudioInputSettings",
    "ManagedAudioInputSettingsNoiseSuppression",
    "ManagedAudioOutput",
    "ManagedAudioOutputClear",
    "ManagedAudioOutputEvent",
    "ManagedAudioOutputSettings",
    "ManagedAudioSettings",
    "ManagedBackgroundSound",
    "ManagedBackgroundSoundSettings",
    "ManagedClientTool",
    "ManagedClientToolCall",
    "ManagedClientToolExecutionMode",
    "ManagedClientToolPreToolSpeech",
    "ManagedClientToolResult",
    "ManagedDtmfInput",
    "ManagedDtmfOutput",
    "ManagedEffectiveAudio",
    "ManagedEffectiveAudioInputFormat",
    "ManagedEffectiveAudioOutputDelivery",
    "ManagedError",
    "ManagedErrorCode",
    "ManagedLanguageCode",
    "ManagedPreToolSpeech",
    "ManagedSessionAudio",
    "ManagedSessionAudioOutput",
    "ManagedSessionCreate",
    "ManagedSessionOverrides",
    "ManagedSessionReady",
    "ManagedSystemTool",
    "ManagedSystemToolPreToolSpeech",
    "ManagedSystemToolSettings",
    "ManagedSystemTools",
    "ManagedSystemToolsSettings",
    "ManagedToolAgent",
    "ManagedToolCall",
    "ManagedToolExecutionMode",
    "ManagedToolPage",
    "ManagedToolReference",
    "ManagedToolType",
    "ManagedTransfer",
    "ManagedTransferDestination",
    "ManagedTransferTool",
    "ManagedTransferToolPreToolSpeech",
    "ManagedTransferToolSettings",
    "ManagedTurn",
    "ManagedTurnEnded",
    "ManagedTurnEndedRole",
    "ManagedTurnOutputTextDelta",
    "ManagedTurnOutputTextDeltaRole",
    "ManagedTurnSettings",
    "ManagedTurnStarted",
    "ManagedTurnStartedRole",
    "ManagedVariableUpdate",
    "ManagedWebhookTool",
    "ManagedWebhookToolExecutionMode",
    "ManagedWebhookToolPreToolSpeech",
    "ModelCapability",
    "ModelId",
    "ModelInfo",
    "ModelInfoCapability",
    "ModelInfoModesItem",
    "ModelList",
    "ModelSpeed",
    "Mp3OutputFormat",
    "OpenaiTranscription",
    "OrganizationInvite",
    "OrganizationInvitePage",
    "OrganizationInviteRole",
    "OrganizationInviteStatus",
    "OrganizationUser",
    "OrganizationUserPage",
    "OrganizationUserRole",
    "OutputFormatContainer",
    "PhonemeTimestamps",
    "PhonemeTimestampsEvent",
    "PostCallAnalysisDelivery",
    "PronunciationDict",
    "PronunciationDictAccess",
    "PronunciationDictItem",
    "PronunciationDictPage",
    "PronunciationDictVisibility",
    "ProvisionPhoneNumberRequest",
    "ProvisionedPhoneNumber",
    "RawEncoding",
    "RawOutputFormat",
    "SampleRate",
    "SipCredentials",
    "SipCredentialsUpdate",
    "SipMediaEncryption",
    "SipTrunkInbound",
    "SipTrunkInboundConfig",
    "SipTrunkInboundMediaEncryption",
    "SipTrunkInboundUpdate",
    "SipTrunkNumberProvider",
    "SipTrunkOutbound",
    "SipTrunkOutboundConfig",
    "SipTrunkOutboundMediaEncryption",
    "SipTrunkOutboundTransport",
    "SipTrunkOutboundUpdate",
    "SipTrunkProvider",
    "SipTrunkTransport",
    "SpeakerGender",
    "SpeechLanguage",
    "StoredFile",
    "StoredFilePage",
    "StoredFilePurpose",
    "StoredFileStatus",
    "SttConnectQueryEncoding",
    "SttConnectQueryModel",
    "SttDone",
    "SttEncoding",
    "SttError",
    "SttFlushDone",
    "SttTranscript",
    "SttTurnsConnectQueryEncoding",
    "SttTurnsConnectQueryModel",
    "SttWord",
    "TelephonyNumber",
    "TelephonyNumberAgent",
    "TelephonyNumberPage",
    "TelephonyNumberType",
    "TelephonyProviderByAccount",
    "TelephonyProviderById",
    "TelephonyProviderType",
    "TelephonyRegion",
    "TimestampsEvent",
    "TokenGrant",
    "TokenRequest",
    "TokenResponse",
    "Transcription",
    "TranscriptionLanguage",
    "TranscriptionWord",
    "TtsRequest",
    "TtsSseRequest",
    "TurnDetection",
    "TurnEagerEnd",
    "TurnEnd",
    "TurnResume",
    "TurnStart",
    "TurnUpdate",
    "TurnsClose",
    "TurnsConfig",
    "TurnsConnected",
    "TwilioProvider",
    "TwilioProviderRegion",
    "UpdateAgentRequest",
    "UpdateDatasetRequest",
    "UpdateDocumentRequest",
    "UpdateFolderRequest",
    "UpdateManagedAgentRequest",
    "UpdateManagedClientToolRequest",
    "UpdateManagedWebhookToolRequest",
    "UpdatePhoneNumberRequest",
    "UpdatePronunciationDictRequest",
    "UpdateSipTrunkProviderRequest",
    "UpdateTwilioProviderRequest",
    "UpdateTwilioProviderRequestRegion",
    "UpdateVoiceRequest",
    "UpdateWebhookRequest",
    "UploadDatasetFileRequestPurpose",
    "UsageAgents",
    "UsageAgentsBucket",
    "UsageCredits",
    "UsageCreditsBucket",
    "UsageCreditsGroupBy",
    "UsageCreditsSeries",
    "UsageGrouping",
    "UsageInterval",
    "Voice",
    "VoiceAccent",
    "VoiceAccess",
    "VoiceById",
    "VoiceChangerChunk",
    "VoiceChangerEnd",
    "VoiceGender",
    "VoiceLanguage",
    "VoiceLocale",
    "VoiceMetadata",
    "VoiceMetadataAccess",
    "VoiceMetadataVisibility",
    "VoicePage",
    "VoiceStatus",
    "VoiceVisibility",
    "WavOutputFormat",
    "WebhookApi",
    "WebhookApiDefinition",
    "WebhookApiDefinitionMethod",
    "WebhookApiMethod",
    "WebhookApiUpdate",
    "WebhookApiUpdateMethod",
    "WebhookBasicAuth",
    "WebhookBasicAuthDefinition",
    "WebhookBearerAuth",
    "WebhookBearerAuthDefinition",
    "WebhookBodyParam",
    "WebhookBodyParamType",
    "WebhookPathParam",
    "WebhookPathParamType",
    "WebhookQueryParam",
    "WebhookQueryParamType",
    "WebhookQuerySchema",
    "WebhookQuerySchemaType",
    "WebhookSecret",
    "WebhookSecretValue",
    "WordTimestamps",
]


if not TYPE_CHECKING:  # a type checker sees the imports above, and reports names that do not exist

    def __getattr__(name):
        if name not in _MODULES:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        value = getattr(import_module(f".{_MODULES[name]}", __name__), name)
        globals()[name] = value
        return value


def __dir__() -> list[str]:
    return sorted({*globals(), *_MODULES})
