export { endCampaigns } from './end-campaigns.ts'
